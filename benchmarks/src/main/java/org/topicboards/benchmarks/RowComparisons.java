package org.topicboards.benchmarks;

import java.util.List;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/**
 * The bare client of {@code compare} beside the tools that the brokers' own makers measure with.
 */
final class RowComparisons {

  private static final String TARGET = "within 0.9 to 1.1";

  /** So many more messages than elsewhere: PerfTest reports whole seconds. */
  private static final int RABBITMQ_FACTOR = 3;

  private static final int KAFKA_FACTOR = 10;

  private RowComparisons() {}

  /** Publishing, each message confirmed, with nobody there to consume. */
  static List<Comparison> publish(TestedBroker broker, Settings settings) {
    int factor = broker.isKafka() ? KAFKA_FACTOR : RABBITMQ_FACTOR;
    return ClientComparisons.loads(settings, settings.messages() * factor)
        .map(
            load ->
                comparison(
                    "publish with confirms, " + broker + ": " + load,
                    broker,
                    load,
                    MeasuredRun.ROW_PUBLISH,
                    MeasuredRun.ROW_PUBLISH_TOOL))
        .toList();
  }

  /** Publishing to one consumer. */
  static List<Comparison> through(TestedBroker broker, Settings settings) {
    return ClientComparisons.loads(settings, 1)
        .map(
            load ->
                comparison(
                    "publish with confirms to one consumer, %s: %d s of %d B after %d s to warm up"
                        .formatted(
                            broker,
                            ComparisonRow.MEASURED.toSeconds(),
                            load.bodyBytes(),
                            ComparisonRow.WARM_UP.toSeconds()),
                    broker,
                    load,
                    MeasuredRun.ROW_THROUGH,
                    MeasuredRun.ROW_THROUGH_TOOL))
        .toList();
  }

  private static Comparison comparison(
      String title, TestedBroker broker, Load load, MeasuredRun row, MeasuredRun tool) {
    return new Comparison(
        title,
        "messages/s",
        TARGET,
        side("adapter off", row, load, broker),
        side(broker.isKafka() ? "ProducerPerf." : "PerfTest", tool, load, broker));
  }

  private static Side side(String name, MeasuredRun run, Load load, TestedBroker broker) {
    return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, broker.uri())));
  }
}
