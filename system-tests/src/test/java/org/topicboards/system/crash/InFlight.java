package org.topicboards.system.crash;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The messages in flight on one AMQP 0-9-1 connection, counted from its frames: published and not
 * yet confirmed, delivered and not yet acknowledged. Thread-safe.
 */
final class InFlight {

  private static final int METHOD_FRAME = 1;

  private static final int CHANNEL_CLOSE = method(20, 40);
  private static final int CONSUME_OK = method(60, 21);
  private static final int PUBLISH = method(60, 40);
  private static final int DELIVER = method(60, 60);
  private static final int ACK = method(60, 80);
  private static final int REJECT = method(60, 90);
  private static final int NACK = method(60, 120);
  private static final int CONFIRM_SELECT_OK = method(85, 11);

  private final Map<Integer, Channel> channels = new HashMap<>();
  private long confirmed;

  /** Takes note of a frame on its way to the broker. */
  synchronized void toBroker(int type, int channelNumber, byte[] payload) {
    if (type != METHOD_FRAME) {
      return;
    }
    ByteBuffer arguments = ByteBuffer.wrap(payload);
    int method = arguments.getInt();
    Channel channel = channel(channelNumber);
    if (method == PUBLISH && channel.confirming) {
      channel.unconfirmed.add(++channel.published);
    } else if (method == ACK || method == NACK) {
      settle(channel.unacknowledged, arguments.getLong(), isMultiple(arguments));
    } else if (method == REJECT) {
      settle(channel.unacknowledged, arguments.getLong(), false);
    } else if (method == CHANNEL_CLOSE) {
      channels.remove(channelNumber);
    }
  }

  /** Takes note of a frame on its way from the broker. */
  synchronized void fromBroker(int type, int channelNumber, byte[] payload) {
    if (type != METHOD_FRAME) {
      return;
    }
    ByteBuffer arguments = ByteBuffer.wrap(payload);
    int method = arguments.getInt();
    Channel channel = channel(channelNumber);
    if (method == DELIVER) {
      int consumerTagBytes = Byte.toUnsignedInt(arguments.get());
      arguments.position(arguments.position() + consumerTagBytes);
      channel.unacknowledged.add(arguments.getLong());
    } else if (method == ACK || method == NACK) {
      int settled = settle(channel.unconfirmed, arguments.getLong(), isMultiple(arguments));
      confirmed += method == ACK ? settled : 0;
    } else if (method == CONFIRM_SELECT_OK) {
      channel.confirming = true;
    } else if (method == CONSUME_OK) {
      channel.consuming = true;
    } else if (method == CHANNEL_CLOSE) {
      channels.remove(channelNumber);
    }
  }

  synchronized int unconfirmed() {
    return channels.values().stream().mapToInt(channel -> channel.unconfirmed.size()).sum();
  }

  synchronized int unacknowledged() {
    return channels.values().stream().mapToInt(channel -> channel.unacknowledged.size()).sum();
  }

  /** How many messages the broker has confirmed. */
  synchronized long confirmed() {
    return confirmed;
  }

  /** Whether a channel publishes with confirms, or consumes. */
  synchronized boolean isAtWork() {
    return channels.values().stream().anyMatch(channel -> channel.confirming || channel.consuming);
  }

  private Channel channel(int number) {
    return channels.computeIfAbsent(number, absent -> new Channel());
  }

  private static int settle(NavigableSet<Long> tags, long tag, boolean multiple) {
    if (!multiple) {
      return tags.remove(tag) ? 1 : 0;
    }
    NavigableSet<Long> settled = tag == 0 ? tags : tags.headSet(tag, true);
    int count = settled.size();
    settled.clear();
    return count;
  }

  private static boolean isMultiple(ByteBuffer arguments) {
    return (arguments.get() & 1) != 0;
  }

  private static int method(int classId, int methodId) {
    return classId << 16 | methodId;
  }

  private static final class Channel {
    final NavigableSet<Long> unconfirmed = new TreeSet<>();
    final NavigableSet<Long> unacknowledged = new TreeSet<>();
    long published;
    boolean confirming;
    boolean consuming;
  }
}
