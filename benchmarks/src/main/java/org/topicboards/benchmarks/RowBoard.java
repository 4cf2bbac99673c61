package org.topicboards.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.topicboards.comparison.transport.Candidate;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.comparison.transport.Transport;
import org.topicboards.message.BoardName;

/**
 * A board with one durable subscription, made by the bare client of {@code compare} under a prefix
 * of its own: the same place for that client and for the broker's own tool. Closing it deletes all
 * of it.
 */
final class RowBoard implements AutoCloseable {

  static final BoardName BOARD = BenchmarkBoard.BOARD;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String server;
  private final Contender.Site site;
  private final Transport transport;

  private RowBoard(String server, Contender.Site site) {
    this.server = server;
    this.site = site;
    this.transport = site.connect(PATIENCE);
  }

  /** What {@code compare} calls "adapter off". */
  static Contender bareClient(String server) {
    Contender adapter = Contender.ask(Candidate.parse(server));
    return Objects.requireNonNull(adapter.withoutAdapter(), "no bare client");
  }

  static RowBoard open(String server) {
    RowBoard board = new RowBoard(server, bareClient(server).site());
    board.subscribeAndLeave();
    return board;
  }

  Transport transport() {
    return transport;
  }

  /** The broker's URI, with the password. */
  String server() {
    return server;
  }

  /** On an AMQP broker. */
  String exchange() {
    return site.prefix() + "boards";
  }

  /** On an AMQP broker. */
  String queue() {
    return exchange() + "." + BenchmarkBoard.SUBSCRIPTION;
  }

  /** On a Kafka. */
  String topic() {
    return site.prefix() + BOARD.value();
  }

  /** Of a Kafka. */
  String bootstrapServers() {
    return BenchmarkTopic.bootstrapServers(server);
  }

  /** Leaves nothing waiting. */
  void empty() {
    transport.removeSubscription(BenchmarkBoard.SUBSCRIPTION);
    subscribeAndLeave();
  }

  private void subscribeAndLeave() {
    transport.receiver(BenchmarkBoard.SUBSCRIPTION, List.of(BOARD), stamp -> {}).close();
  }

  @Override
  public void close() {
    try (transport) {
      transport.removeSubscription(BenchmarkBoard.SUBSCRIPTION);
    } finally {
      site.remove();
    }
  }
}
