package org.topicboards.broker;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * What to subscribe to, and how.
 *
 * @param durableName the name under which messages wait while the subscriber is away, or null for
 *     an ephemeral subscription, which sees only what is posted while it is connected
 * @param patterns the boards, at least one pattern; a board that several match is delivered once
 * @param prefetchMessages the most messages delivered and not yet acknowledged, 1 or more
 * @param prefetchBytes the most bytes of bodies among them; a message larger than that comes alone
 * @param retry what happens when the handler fails
 * @param oneAtATime whether one subscriber of the name is given messages and the others stand by,
 *     so that the order stays the publishers'; for who comes first on a name. Kafka does this for
 *     each partition in any case
 */
public record SubscriptionOptions(
    @Nullable SubscriptionName durableName,
    List<BoardPattern> patterns,
    int prefetchMessages,
    long prefetchBytes,
    RetryPolicy retry,
    boolean oneAtATime) {

  /**
   * The board of the markers that tell how far the archive is ({@link Broker#awaitArchived}); no
   * handler sees them.
   */
  public static final BoardPattern ARCHIVE_MARKERS = BoardPattern.of("_archive.marker");

  private static final int DEFAULT_PREFETCH_MESSAGES = 500;
  private static final long DEFAULT_PREFETCH_BYTES = 32L << 20;

  /** Checks the bounds and copies the patterns. */
  public SubscriptionOptions {
    patterns = List.copyOf(patterns);
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("a subscription needs at least one pattern");
    }
    if (prefetchMessages < 1 || prefetchMessages > 65_535 || prefetchBytes < 1) {
      throw new IllegalArgumentException(
          "prefetch must be 1 to 65535 messages and at least 1 byte");
    }
  }

  /** A subscription that lasts as long as its connection. */
  public static SubscriptionOptions ephemeral(Collection<BoardPattern> patterns) {
    return new SubscriptionOptions(
        null,
        List.copyOf(patterns),
        DEFAULT_PREFETCH_MESSAGES,
        DEFAULT_PREFETCH_BYTES,
        RetryPolicy.DEFAULTS,
        false);
  }

  /** A subscription that collects while its subscriber is away. */
  public static SubscriptionOptions durable(
      SubscriptionName name, Collection<BoardPattern> patterns) {
    return new SubscriptionOptions(
        name,
        List.copyOf(patterns),
        DEFAULT_PREFETCH_MESSAGES,
        DEFAULT_PREFETCH_BYTES,
        RetryPolicy.DEFAULTS,
        false);
  }

  /**
   * The board service's feed: every ordinary board and every dead-letter board, from the first
   * message on, tried for ever, by one service at a time.
   */
  public static SubscriptionOptions archive() {
    return durable(
            SubscriptionName.ARCHIVE,
            List.of(BoardPattern.ALL, BoardPattern.of("_dead.#"), ARCHIVE_MARKERS))
        .prefetch(4_000, DEFAULT_PREFETCH_BYTES)
        .retrying(RetryPolicy.FOR_EVER)
        .workedByOne();
  }

  /** The durable name, or nothing for an ephemeral subscription. */
  public Optional<SubscriptionName> name() {
    return Optional.ofNullable(durableName);
  }

  /** Whether this is the board service's feed. */
  public boolean isArchive() {
    return SubscriptionName.ARCHIVE.equals(durableName);
  }

  /** The same with another prefetch. */
  public SubscriptionOptions prefetch(int messages, long bytes) {
    return new SubscriptionOptions(durableName, patterns, messages, bytes, retry, oneAtATime);
  }

  /** The same with another retry policy. */
  public SubscriptionOptions retrying(RetryPolicy newRetry) {
    return new SubscriptionOptions(
        durableName, patterns, prefetchMessages, prefetchBytes, newRetry, oneAtATime);
  }

  /** The same, given to one subscriber of the name at a time. */
  public SubscriptionOptions workedByOne() {
    return new SubscriptionOptions(
        durableName, patterns, prefetchMessages, prefetchBytes, retry, true);
  }
}
