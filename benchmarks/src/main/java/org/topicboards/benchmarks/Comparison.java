package org.topicboards.benchmarks;

/**
 * Two ways to the same end, each measured by one fresh process per figure.
 *
 * @param title what is compared, with its settings
 * @param unit of the figures
 * @param target what the ratio ought to be
 */
record Comparison(String title, String unit, String target, Side ours, Side bare) {

  /** One side. */
  record Side(String name, Sample sample) {}

  /** One run of one side. */
  @FunctionalInterface
  interface Sample {

    /** Runs it, blocking until its process is gone; returns the figure. */
    Figure take() throws Exception;
  }

  /**
   * The figure of one run.
   *
   * @param value in the comparison's unit
   * @param remark what else is worth knowing of this run, or empty
   */
  record Figure(double value, String remark) {

    static Figure of(Speed speed) {
      return new Figure(speed.messagesPerSecond(), "%.1f us CPU".formatted(speed.cpuMicros()));
    }
  }
}
