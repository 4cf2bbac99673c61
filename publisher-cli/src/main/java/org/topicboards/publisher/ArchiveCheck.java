package org.topicboards.publisher;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;

/** Looks whether messages pile up on the broker because no board service archives them. */
final class ArchiveCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCheck.class);

  private static final long WORTH_A_WARNING = 10_000;

  private final Broker broker;

  ArchiveCheck(Broker broker) {
    this.broker = broker;
  }

  /** What the user should know, or nothing where all is well or this user may not look. */
  Optional<String> warning() {
    try {
      return broker
          .subscriptionStatus(SubscriptionName.ARCHIVE)
          .filter(status -> status.consumers() == 0 && status.waitingMessages() > WORTH_A_WARNING)
          .map(ArchiveCheck::text);
    } catch (BrokerException e) {
      LOG.debug("cannot see how the archive stands", e);
      return Optional.empty();
    }
  }

  private static String text(SubscriptionStatus status) {
    return status.waitingMessages()
        + " messages wait for the archive, and no board service runs (start one with"
        + " board-service, or do without the archive: ?archive=off in the broker URI)";
  }
}
