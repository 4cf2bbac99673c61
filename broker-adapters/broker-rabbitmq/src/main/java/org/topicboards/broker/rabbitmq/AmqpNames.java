package org.topicboards.broker.rabbitmq;

import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What the exchanges and queues of one prefix are called. */
record AmqpNames(String prefix) {

  /** The topic exchange of all ordinary boards. */
  String boardsExchange() {
    return prefix + "boards";
  }

  /** The topic exchange of the system's boards. */
  String systemExchange() {
    return prefix + "boards.system";
  }

  /** The exchange that a board's messages are posted to; the routing key is the board's name. */
  String exchange(BoardName board) {
    return board.isSystem() ? systemExchange() : boardsExchange();
  }

  /** The exchange that a pattern is bound to; the binding key is the pattern. */
  String exchange(BoardPattern pattern) {
    return pattern.isSystem() ? systemExchange() : boardsExchange();
  }

  /** The queue of a durable subscription. */
  String queue(SubscriptionName name) {
    return prefix + "boards." + name.value();
  }

  /** The queue that keeps the patterns of a durable subscription. */
  String patternQueue(SubscriptionName name) {
    return prefix + "boards._patterns." + name.value();
  }

  /** A queue for one ephemeral subscription; a new one for each connection. */
  String ephemeralQueue(String unique) {
    return prefix + "boards._live." + unique;
  }
}
