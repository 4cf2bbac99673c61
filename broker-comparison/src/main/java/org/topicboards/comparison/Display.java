package org.topicboards.comparison;

import org.topicboards.comparison.results.Run;

/** Shows how a comparison goes. Thread-safe. */
interface Display {

  /** Something else than a run goes on. */
  void say(String text);

  /** A run begins. */
  void begin(Step step);

  /** How the run goes. */
  void progress(double ratePerSecond, long waiting);

  /** The run that began last has ended. */
  void end(Run run);

  /**
   * One run of the comparison.
   *
   * @param number its number, from 1
   * @param total of how many
   * @param label what is measured, on what
   */
  record Step(int number, int total, String label) {}
}
