package org.topicboards.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/** The adapter beside amqp-client alone, with small bodies and with large ones. */
final class ClientComparisons {

  private static final String TARGET = "0.95 or more";
  private static final int SMALL_BYTES = 100;
  private static final int LARGE_BYTES = 10 * 1024;

  /** So many fewer messages of the large size. */
  private static final int LARGE_DIVISOR = 5;

  private ClientComparisons() {}

  /** Publishing with confirms. */
  static List<Comparison> publish(TestedBroker broker, Settings settings) {
    return bothSizes(
        "publish with confirms, window " + BarePublisher.WINDOW_MESSAGES + ", " + broker,
        broker,
        settings,
        MeasuredRun.PUBLISH_ADAPTER,
        MeasuredRun.PUBLISH_BARE);
  }

  /** Consuming with acknowledgements. */
  static List<Comparison> consume(TestedBroker broker, Settings settings) {
    return bothSizes(
        "consume with acks, prefetch " + BareConsumer.PREFETCH_MESSAGES + ", " + broker,
        broker,
        settings,
        MeasuredRun.CONSUME_ADAPTER,
        MeasuredRun.CONSUME_BARE);
  }

  private static List<Comparison> bothSizes(
      String what, TestedBroker broker, Settings settings, MeasuredRun adapter, MeasuredRun bare) {
    return Stream.of(
            Load.of(settings.messages(), SMALL_BYTES),
            Load.of(settings.messages() / LARGE_DIVISOR, LARGE_BYTES))
        .map(
            load ->
                new Comparison(
                    what + ": " + load,
                    "messages/s",
                    TARGET,
                    side("adapter", adapter, load, broker),
                    side("bare client", bare, load, broker)))
        .toList();
  }

  private static Side side(String name, MeasuredRun run, Load load, TestedBroker broker) {
    return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, broker.uri())));
  }
}
