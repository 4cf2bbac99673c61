package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.topicboards.message.BoardPattern;

/**
 * The patterns of one durable subscription, kept in a queue beside its own because AMQP 0-9-1 does
 * not list bindings. The queue holds one message, the patterns, one a line; after a crash perhaps
 * more, and then all of them together are what may be bound. Uses one open channel; not
 * thread-safe.
 */
final class PatternRegister {

  private static final long CONFIRM_TIMEOUT_MILLIS = 5_000;

  /** More than a crash leaves behind. */
  private static final int MOST_RECORDS = 100;

  private final Channel channel;
  private final String queue;
  private final Set<BoardPattern> known = new LinkedHashSet<>();
  private int records;
  private long lastTag;

  /** Reads the queue, which must exist, and holds its messages until {@link #forgetKnown}. */
  PatternRegister(Channel channel, String queue) throws IOException {
    this.channel = channel;
    this.queue = queue;
    for (GetResponse record = channel.basicGet(queue, false);
        record != null && records < MOST_RECORDS;
        record = channel.basicGet(queue, false)) {
      records++;
      lastTag = record.getEnvelope().getDeliveryTag();
      known.addAll(patterns(record.getBody()));
    }
  }

  /** What may be bound. */
  Set<BoardPattern> known() {
    return known;
  }

  /** Whether exactly these patterns are on record. */
  boolean holdsOnly(Set<BoardPattern> patterns) {
    return records == 1 && known.equals(patterns);
  }

  /** Records patterns, beside those that are known. */
  void add(Set<BoardPattern> patterns) throws IOException {
    String text =
        patterns.stream().map(BoardPattern::value).sorted().collect(Collectors.joining("\n"));
    channel.confirmSelect();
    channel.basicPublish(
        "", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, text.getBytes(StandardCharsets.UTF_8));
    try {
      channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while recording patterns", e);
    } catch (TimeoutException e) {
      throw new IOException("the broker did not confirm a record of patterns", e);
    }
  }

  /** Drops the records that were there at first. */
  void forgetKnown() throws IOException {
    if (records > 0) {
      channel.basicAck(lastTag, true);
    }
  }

  private static List<BoardPattern> patterns(byte[] record) {
    return new String(record, StandardCharsets.UTF_8)
        .lines()
        .filter(PatternRegister::isPattern)
        .map(BoardPattern::of)
        .toList();
  }

  private static boolean isPattern(String line) {
    try {
      return BoardPattern.of(line).value().equals(line);
    } catch (IllegalArgumentException e) {
      return false; // somebody else's message
    }
  }
}
