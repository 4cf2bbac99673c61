package org.topicboards.subscriber;

import java.util.List;
import java.util.stream.Collectors;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.SubscriptionLines;
import org.topicboards.requests.SubscriptionSummary;
import org.topicboards.requests.SubscriptionSummary.State;
import picocli.CommandLine.Command;

/** The command {@code subscriber list}. */
@Command(
    name = "list",
    header = "Lists the durable subscriptions on the broker that the board service knows of.",
    customSynopsis = "subscriber list [--json] [--timeout DURATION] [--broker URI]")
final class ListCommand extends ListingCommand<SubscriptionSummary> {

  @Override
  List<SubscriptionSummary> ask(RequestClient requests) throws InterruptedException {
    return requests.subscriptions();
  }

  @Override
  String json(SubscriptionSummary subscription) {
    return SubscriptionLines.write(subscription);
  }

  @Override
  List<String> head() {
    return List.of("SUBSCRIPTION", "PATTERNS", "WAITING", "ATTACHED", "LAST SEEN", "EXPIRES");
  }

  @Override
  List<String> row(SubscriptionSummary subscription) {
    return List.of(
        subscription.name().value(),
        subscription.patterns().stream().map(BoardPattern::value).collect(Collectors.joining(",")),
        waiting(subscription),
        attached(subscription),
        time(subscription.lastSeen()),
        time(subscription.expires()));
  }

  @Override
  List<String> warnings(List<SubscriptionSummary> subscriptions) {
    return subscriptions.stream()
        .filter(SubscriptionSummary::isExpiring)
        .map(
            subscription ->
                "subscription %s is removed at %s with what waits in it, unless somebody attaches as %s before"
                    .formatted(
                        subscription.name(), time(subscription.expires()), subscription.name()))
        .toList();
  }

  private static String waiting(SubscriptionSummary subscription) {
    if (subscription.state() instanceof State.Present present) {
      return Long.toString(present.waitingMessages());
    }
    if (subscription.state() instanceof State.Kept kept) {
      return Long.toString(kept.waitingMessages());
    }
    return subscription.state() instanceof State.Gone ? "gone" : time(null);
  }

  private static String attached(SubscriptionSummary subscription) {
    return subscription.state() instanceof State.Present present
        ? Integer.toString(present.attached())
        : time(null);
  }
}
