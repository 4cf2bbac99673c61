package org.topicboards.benchmarks;

import java.io.IOException;
import org.topicboards.message.BoardName;

/**
 * A board with one durable subscription on a broker, under a prefix of its own: the same place for
 * both sides of a comparison, and empty for each run. Closing it deletes all of it.
 */
interface BenchmarkBoard extends AutoCloseable {

  /** The durable subscription. */
  String SUBSCRIPTION = "reader";

  /** The board that all messages are posted to. */
  BoardName BOARD = BoardName.of("benchmark.messages");

  /** Makes one on the broker of a URI. */
  static BenchmarkBoard open(String server) throws Exception {
    return TestedBroker.isKafka(server)
        ? BenchmarkTopic.create(server)
        : BenchmarkQueue.declare(server);
  }

  /** The same broker for an adapter, with this prefix. Holds the password. */
  String adapterUri();

  /** How many messages a publisher may have in flight. */
  int windowMessages();

  /** How many unacknowledged messages a consumer may have. */
  int prefetchMessages();

  /** Removes what was posted, where it would be in the way of what is posted next. */
  void purge() throws Exception;

  /** Posts as many messages as {@code load} takes out. */
  void fill(Load load) throws Exception;

  @Override
  void close() throws IOException;
}
