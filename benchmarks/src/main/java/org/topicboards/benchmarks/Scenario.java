package org.topicboards.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/** What can be measured, by the name that the command line has for it. */
enum Scenario {
  /** Publisher confirms. */
  publish {
    @Override
    List<Comparison> comparisons(TestedBroker broker, int messages) {
      return bothSizes(
          "publish with confirms, window " + BarePublisher.WINDOW_MESSAGES,
          broker,
          messages,
          MeasuredRun.PUBLISH_ADAPTER,
          MeasuredRun.PUBLISH_BARE);
    }
  },
  /** Consuming with acknowledgements. */
  consume {
    @Override
    List<Comparison> comparisons(TestedBroker broker, int messages) {
      return bothSizes(
          "consume with acks, prefetch " + BareConsumer.PREFETCH_MESSAGES,
          broker,
          messages,
          MeasuredRun.CONSUME_ADAPTER,
          MeasuredRun.CONSUME_BARE);
    }
  };

  private static final int SMALL_BYTES = 100;
  private static final int LARGE_BYTES = 10 * 1024;

  /** So many messages of the large size take about the time of one of the small. */
  private static final int LARGE_SHARE = 5;

  /**
   * What this scenario compares.
   *
   * @param messages how many small messages each run measures
   */
  abstract List<Comparison> comparisons(TestedBroker broker, int messages);

  private static List<Comparison> bothSizes(
      String what, TestedBroker broker, int messages, MeasuredRun adapter, MeasuredRun bare) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Load load : List.of(load(messages, SMALL_BYTES), load(messages / LARGE_SHARE, LARGE_BYTES))) {
      comparisons.add(
          new Comparison(
              what + ", " + broker + ": " + load,
              "messages/s",
              "0.95 or more",
              new Side("adapter", () -> Figure.of(ChildJvm.measure(adapter, load, broker.uri()))),
              new Side("bare client", () -> Figure.of(ChildJvm.measure(bare, load, broker.uri())))));
    }
    return comparisons;
  }

  private static Load load(int messages, int bodyBytes) {
    return new Load(Math.max(1, messages / 5), Math.max(1, messages), bodyBytes);
  }
}
