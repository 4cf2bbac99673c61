package org.topicboards.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestClient;
import org.topicboards.service.archive.ArchiveView;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.requests.RequestService;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/**
 * A whole board asked for over the broker and answered from SQLite, beside posting as many messages
 * to that broker one by one. Service and asker share a JVM.
 */
final class ServeComparison {

  private static final int BODY_BYTES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ServeComparison() {}

  static Comparison of(TestedBroker broker, Settings settings) {
    Load load = Load.of(settings.messages(), BODY_BYTES);
    MeasuredRun bare = broker.isKafka() ? MeasuredRun.PUBLISH_BARE_KAFKA : MeasuredRun.PUBLISH_BARE;
    return new Comparison(
        "replay a board over the broker, beside publishing with confirms, " + broker + ": " + load,
        "messages/s",
        "1 or more",
        side("service", MeasuredRun.SERVE, load, broker),
        side("bare publisher", bare, load, broker));
  }

  /** The measured work: asks for all messages and reads them, once to warm up and once more. */
  static Speed measure(BenchmarkBoard board, Load load) throws IOException, InterruptedException {
    try (ScratchFolder folder = ScratchFolder.create();
        MessageStore store =
            MessageStores.open("jdbc:sqlite:" + folder.path().resolve("archive.db"));
        Broker broker = Brokers.connect(BrokerUri.parse(board.adapterUri()))) {
      ArchiveRows.fill(store, load.messages(), load.bodyBytes());
      RequestService service =
          RequestService.start(
              "benchmark",
              broker,
              store,
              ArchiveView.ofNothing(),
              new SimpleMeterRegistry(),
              SubscriptionExpiry.NEVER);
      try (RequestClient client = RequestClient.open(broker, BarePublisher.SOURCE, PATIENCE)) {
        read(client, load.messages());
        Stopwatch stopwatch = new Stopwatch();
        read(client, load.messages());
        return stopwatch.speed(load.messages());
      } finally {
        service.close();
        broker.removeSubscription(RequestBoards.services().name().orElseThrow());
      }
    }
  }

  /** Through a sequence, so that nobody waits for an archive, of which there is only the store. */
  private static void read(RequestClient client, int messages)
      throws IOException, InterruptedException {
    HistoryQuery everything =
        new HistoryQuery(
            List.of(BoardPattern.of(BenchmarkBoard.BOARD.value())),
            new Start.All(),
            new End.Through(messages));
    AtomicInteger count = new AtomicInteger();
    client.read(everything, message -> count.incrementAndGet() > 0);
    if (count.get() != messages) {
      throw new IOException("read " + count + " of " + messages);
    }
  }

  private static Side side(String name, MeasuredRun run, Load load, TestedBroker broker) {
    return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, broker.uri())));
  }
}
