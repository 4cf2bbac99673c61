package org.topicboards.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;
import org.topicboards.broker.BrokerUri;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.relay.RelayReport;
import org.topicboards.service.relay.Relays;

/**
 * Relays of a board service, without its archive, beside a bare client that consumes and publishes:
 * from one prefix of a broker to another, so that one broker bears both ends.
 */
final class RelayComparison {

  private static final int BODY_BYTES = 100;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private RelayComparison() {}

  static Comparison of(TestedBroker broker, Settings settings) {
    Load load = Load.of(settings.messages(), BODY_BYTES);
    return new Comparison(
        "relay, each message confirmed before it is acknowledged, " + broker + ": " + load,
        "messages/s",
        "measured only",
        side("relay", MeasuredRun.RELAY_SERVICE, load, broker),
        side("bare pair", MeasuredRun.RELAY_BARE, load, broker));
  }

  /** The measured work: relays what {@code load} says, which was posted before. */
  static Speed measure(BenchmarkQueue source, BenchmarkQueue target, Load load)
      throws IOException, InterruptedException {
    source.fill(load);
    Map<String, BrokerUri> brokers =
        Map.of(
            "source", BrokerUri.parse(source.adapterUri()),
            "target", BrokerUri.parse(target.adapterUri()));
    RelayPlan plan = RelayPlan.of(brokers, List.of("source->target: #"), false);
    try (ScratchFolder folder = ScratchFolder.create();
        Relays relays =
            new Relays(plan, folder.path().resolve("books"), new SimpleMeterRegistry())) {
      relays.start();
      relays.awaitAttached();
      PolledCount relayed =
          new PolledCount("messages relayed", () -> relayed(relays), POLL_INTERVAL, TIMEOUT);
      long before = relayed.await(load.warmUpMessages());
      Stopwatch stopwatch = new Stopwatch();
      long after = relayed.await(load.total());
      return stopwatch.speed((int) (after - before));
    }
  }

  private static Side side(String name, MeasuredRun run, Load load, TestedBroker broker) {
    return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, broker.uri())));
  }

  private static long relayed(Relays relays) {
    return relays.reports().stream().mapToLong(RelayReport::relayed).sum();
  }
}
