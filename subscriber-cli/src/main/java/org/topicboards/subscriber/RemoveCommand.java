package org.topicboards.subscriber;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.SubscriptionAnnouncer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The command {@code subscriber remove}. */
@Command(
    name = "remove",
    header = "Deletes the durable subscription named by --as, and the messages that wait in it.",
    customSynopsis = "subscriber remove --as NAME [--broker URI]")
final class RemoveCommand implements Callable<Integer> {

  @ParentCommand private @Nullable SubscriberCommand subscriber;

  @Override
  public Integer call() throws IOException {
    if (subscriber == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    SubscriptionName name = subscriber.durableName();
    try (Broker broker = subscriber.connect();
        SubscriptionAnnouncer announcer =
            new SubscriptionAnnouncer(broker, SubscriberCommand.NAME)) {
      boolean wasThere = broker.removeSubscription(name);
      announcer.removed(name); // also where other means have removed it
      if (!wasThere) {
        throw new CommandException(ExitCode.FAILED, "there is no durable subscription " + name);
      }
      subscriber.notices().note("removed subscription " + name);
      return ExitCode.DONE;
    }
  }
}
