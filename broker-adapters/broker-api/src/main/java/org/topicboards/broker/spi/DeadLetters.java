package org.topicboards.broker.spi;

import java.time.Instant;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.units.OneLine;
import org.topicboards.units.Rfc3339;

/**
 * What a dead letter looks like, the same on every transport: the message itself, same identity,
 * with free headers that say where it came from and why it was given up.
 */
public final class DeadLetters {

  /** The board (or address) it was posted to. */
  public static final String BOARD_HEADER = "dead-letter-board";

  /** Why the last attempt failed. */
  public static final String REASON_HEADER = "dead-letter-reason";

  /** How many attempts were made. */
  public static final String ATTEMPTS_HEADER = "dead-letter-attempts";

  /** When it was given up (RFC 3339). */
  public static final String TIME_HEADER = "dead-letter-time";

  /** Where ephemeral subscriptions, which have no name, put theirs. */
  private static final SubscriptionName EPHEMERAL = SubscriptionName.of("_ephemeral");

  private static final int LONGEST_REASON = 500;

  private DeadLetters() {}

  /** The dead-letter board of a subscription. */
  public static BoardName board(SubscriptionOptions options) {
    return options.name().orElse(EPHEMERAL).deadLetterBoard();
  }

  /** The dead letter of {@code message}. */
  public static Message of(Message message, String address, int attempts, String reason) {
    return message.toBuilder()
        .header(BOARD_HEADER, address)
        .header(REASON_HEADER, OneLine.of(reason, LONGEST_REASON))
        .header(ATTEMPTS_HEADER, Integer.toString(attempts))
        .header(TIME_HEADER, Rfc3339.format(Instant.now()))
        .build();
  }
}
