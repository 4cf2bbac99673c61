package org.topicboards.broker.kafka;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * The names that boards and subscriptions have on Kafka.
 *
 * @param prefix what sets them apart from others on the same brokers
 */
record TopicNames(String prefix) {

  private static final String GROUP = "boards.";
  private static final String REGISTER = "_subscriptions";

  /** The topic of a board. */
  String topic(BoardName board) {
    return prefix + board.value();
  }

  /** What a topic of this prefix is called as a board; a board's name, or not. */
  String address(String topic) {
    return topic.substring(prefix.length());
  }

  /** The consumer group of a durable subscription. */
  String group(SubscriptionName name) {
    return prefix + GROUP + name.value();
  }

  /** The topic in which durable subscriptions are registered. */
  String register() {
    return prefix + REGISTER;
  }

  /** The topics of those patterns that are the name of one board. */
  Set<String> topicsNamed(List<BoardPattern> patterns) {
    return patterns.stream()
        .map(BoardPattern::value)
        .filter(BoardName::isValid)
        .map(name -> prefix + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a topic belongs to a subscription with these patterns. Who asks for every board also
   * gets the topics whose names are no board's.
   */
  boolean matches(String topic, List<BoardPattern> patterns) {
    if (!topic.startsWith(prefix) || topic.equals(register())) {
      return false;
    }
    String address = address(topic);
    if (address.isEmpty()) {
      return false;
    }
    if (BoardName.isValid(address)) {
      BoardName board = BoardName.of(address);
      return patterns.stream().anyMatch(pattern -> pattern.matches(board));
    }
    return address.charAt(0) != '_' && patterns.contains(BoardPattern.ALL);
  }
}
