package org.topicboards.service.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Reception.Counts;
import org.topicboards.broker.Subscription;
import org.topicboards.service.broker.SubscriptionLag;

/** What the archive counts of one broker. */
final class ArchiveMetrics {

  final Counter archived;
  final Counter setAside;
  final Counter duplicates;
  final Counter conflicts;
  final Counter quarantined;
  final Counter failedCommits;
  final Counter interruptions;
  final Counter gaps;
  final DistributionSummary batchSize;
  final Timer commit;
  private final MeterRegistry registry;
  private final Tags tags;

  /** Registers them with the tag {@code broker}. */
  ArchiveMetrics(MeterRegistry registry, String broker) {
    this.registry = registry;
    this.tags = Tags.of("broker", broker);
    archived = counter("boards.archived", "Messages stored");
    setAside =
        counter("boards.set.aside", "Messages set aside because their board was not created");
    duplicates = counter("boards.duplicates", "Messages that the archive held already");
    conflicts =
        counter(
            "boards.conflicts",
            "Messages with the identity of an archived message but another body, not stored");
    quarantined = counter("boards.quarantined", "Messages set aside in the quarantine table");
    failedCommits = counter("boards.commit.failures", "Attempts to write while the store was away");
    interruptions =
        counter(
            "boards.interruptions",
            "Times that a broker without durable subscriptions was not heard for a while");
    gaps =
        counter(
            "boards.gaps",
            "Times that messages of a board were gone from the broker before they were archived");
    batchSize =
        DistributionSummary.builder("boards.batch.size")
            .description("Messages stored in one transaction")
            .baseUnit("messages")
            .tags(tags)
            .register(registry);
    commit =
        Timer.builder("boards.commit")
            .description("Time to write and commit one transaction")
            .tags(tags)
            .register(registry);
  }

  /** Shows how far the archive is behind. */
  void follow(SubscriptionLag lag) {
    Gauge.builder("boards.lag", lag, SubscriptionLag::messages)
        .description("Messages posted and not yet archived")
        .baseUnit("messages")
        .tags(tags)
        .register(registry);
  }

  /** Shows what a subscription on a transport that may lose messages has heard and missed. */
  void follow(Subscription subscription) {
    reception("boards.heard", "Messages that arrived whole", tags, Counts::received, subscription);
    reception(
        "boards.lost",
        "Messages that were sent and did not arrive, so that they are not archived",
        tags,
        Counts::lost,
        subscription);
    Map<String, ToLongFunction<Counts>> reasons =
        Map.of(
            "duplicate", Counts::duplicate,
            "reordered", Counts::reordered,
            "corrupt", Counts::corrupt,
            "unauthenticated", Counts::unauthenticated,
            "ignored", Counts::ignored);
    reasons.forEach(
        (reason, count) ->
            reception(
                "boards.dropped.datagrams",
                "Datagrams that arrived and were dropped",
                tags.and("reason", reason),
                count,
                subscription));
  }

  private void reception(
      String name,
      String description,
      Tags ofCounter,
      ToLongFunction<Counts> count,
      Subscription subscription) {
    FunctionCounter.builder(
            name,
            subscription,
            heard -> heard.reception().map(Reception::total).map(count::applyAsLong).orElse(0L))
        .description(description)
        .tags(ofCounter)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
