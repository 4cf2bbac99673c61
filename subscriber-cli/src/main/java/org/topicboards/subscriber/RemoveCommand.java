package org.topicboards.subscriber;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Timeout;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import org.topicboards.requests.SubscriptionAnnouncer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The command {@code subscriber remove}. */
@Command(
    name = "remove",
    header = "Deletes the durable subscription named by --as, and the messages that wait in it.",
    customSynopsis = "subscriber remove --as NAME [--timeout DURATION] [--broker URI]")
final class RemoveCommand implements Callable<Integer> {

  @ParentCommand private @Nullable SubscriberCommand subscriber;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "How long to wait for a board service to answer, where it keeps the names (default: 10s).")
  private String timeout = "10s";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (subscriber == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    SubscriptionName name = subscriber.durableName();
    Duration patience = Timeout.parse(timeout);
    try (Broker broker = subscriber.connect();
        SubscriptionAnnouncer announcer =
            new SubscriptionAnnouncer(broker, SubscriberCommand.NAME)) {
      if (!broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
        forget(name, broker, patience, announcer);
      } else if (!remove(name, broker, announcer)) {
        throw new CommandException(ExitCode.FAILED, "there is no durable subscription " + name);
      }
      subscriber.notices().note("removed subscription " + name);
      return ExitCode.DONE;
    }
  }

  private static boolean remove(
      SubscriptionName name, Broker broker, SubscriptionAnnouncer announcer) {
    boolean wasThere = broker.removeSubscription(name);
    announcer.removed(name); // also where other means have removed it
    return wasThere;
  }

  /** Has a board service forget who relies on it alone. */
  private static void forget(
      SubscriptionName name, Broker broker, Duration patience, SubscriptionAnnouncer announcer)
      throws InterruptedException {
    try (RequestClient requests = RequestClient.open(broker, SubscriberCommand.NAME, patience)) {
      requests.carryOut(new Request.Forget(name));
    } catch (RequestRefusedException e) {
      throw e.ofCommand();
    }
    announcer.removed(name); // so that nobody writes down that it was attached just before
  }
}
