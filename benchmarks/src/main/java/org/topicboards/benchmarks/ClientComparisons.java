package org.topicboards.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/**
 * The adapter beside the broker's client library alone, with each of the sizes of bodies; on Kafka
 * also that library beside Kafka's own tools for measuring.
 */
final class ClientComparisons {

  /** Of bodies larger than this, so many fewer messages. */
  private static final int SMALL_BYTES = 1024;

  private static final int LARGE_DIVISOR = 5;

  /** So many more messages on Kafka, for runs that take seconds there, too. */
  private static final int KAFKA_FACTOR = 10;

  /** Five seconds of consuming: for so long the JVM compiles, which keeps a processor busy. */
  private static final int KAFKA_WARM_UP_MESSAGES = 4_000_000;

  private ClientComparisons() {}

  /** Publishing, each message confirmed by the broker. */
  static List<Comparison> publish(TestedBroker broker, Settings settings) {
    if (broker.isKafka()) {
      String what = "publish with acks=all, window " + BarePublisher.WINDOW_MESSAGES;
      return onKafka(
          new Subject(what, broker),
          settings,
          MeasuredRun.PUBLISH_ADAPTER,
          MeasuredRun.PUBLISH_BARE_KAFKA,
          MeasuredRun.PUBLISH_BARE_KAFKA,
          MeasuredRun.PUBLISH_KAFKA_TOOL);
    }
    String what = "publish with confirms, window " + BarePublisher.WINDOW_MESSAGES;
    return loads(settings, settings.messages())
        .map(
            load ->
                new Subject(what, broker)
                    .adapterBesideClient(
                        load, MeasuredRun.PUBLISH_ADAPTER, MeasuredRun.PUBLISH_BARE))
        .toList();
  }

  /** Consuming with acknowledgements. */
  static List<Comparison> consume(TestedBroker broker, Settings settings) {
    if (broker.isKafka()) {
      return onKafka(
          new Subject("consume in a group", broker),
          settings,
          MeasuredRun.CONSUME_ADAPTER,
          MeasuredRun.CONSUME_BARE_KAFKA,
          MeasuredRun.COUNT_BARE_KAFKA,
          MeasuredRun.CONSUME_KAFKA_TOOL);
    }
    String what = "consume with acks, prefetch " + BareConsumer.PREFETCH_MESSAGES;
    return loads(settings, settings.messages())
        .map(
            load ->
                new Subject(what, broker)
                    .adapterBesideClient(
                        load, MeasuredRun.CONSUME_ADAPTER, MeasuredRun.CONSUME_BARE))
        .toList();
  }

  /**
   * @param asTool the bare client doing no more than the tool does
   */
  private static List<Comparison> onKafka(
      Subject subject,
      Settings settings,
      MeasuredRun adapter,
      MeasuredRun bare,
      MeasuredRun asTool,
      MeasuredRun tool) {
    return loads(settings, settings.messages() * KAFKA_FACTOR)
        .map(load -> load.warmedUpBy(KAFKA_WARM_UP_MESSAGES))
        .flatMap(
            load ->
                Stream.of(
                    subject.adapterBesideClient(load, adapter, bare),
                    subject.clientBesideTool(load, asTool, tool)))
        .toList();
  }

  /** One load for each size of bodies. */
  static Stream<Load> loads(Settings settings, int messages) {
    return settings.bodyBytes().stream()
        .map(bytes -> Load.of(bytes > SMALL_BYTES ? messages / LARGE_DIVISOR : messages, bytes));
  }

  /** What is compared, and on which broker. */
  private record Subject(String what, TestedBroker broker) {

    Comparison adapterBesideClient(Load load, MeasuredRun adapter, MeasuredRun bare) {
      return comparison(
          load, "0.95 or more", side("adapter", adapter, load), side("bare client", bare, load));
    }

    Comparison clientBesideTool(Load load, MeasuredRun bare, MeasuredRun tool) {
      return comparison(
          load, "0.9 or more", side("bare client", bare, load), side("Kafka's tool", tool, load));
    }

    private Comparison comparison(Load load, String target, Side ours, Side bare) {
      return new Comparison(what + ", " + broker + ": " + load, "messages/s", target, ours, bare);
    }

    private Side side(String name, MeasuredRun run, Load load) {
      return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, broker.uri())));
    }
  }
}
