package org.topicboards.comparison;

import java.io.PrintWriter;
import java.util.Locale;
import org.topicboards.comparison.results.Run;

/** A bar on the terminal's last line, above it a line for every run that has ended. */
final class BarDisplay implements Display {

  private static final int WIDTH = 20;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private Step step = new Step(0, 0, "");
  private long lost;

  BarDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void say(String text) {
    err.print(CLEAR_LINE + text);
    err.flush();
  }

  @Override
  public synchronized void begin(Step newStep) {
    step = newStep;
    show("");
  }

  @Override
  public synchronized void progress(double ratePerSecond, long waiting) {
    show(String.format(Locale.ROOT, " %,.0f/s, %,d on the way", ratePerSecond, waiting));
  }

  @Override
  public synchronized void end(Run run) {
    lost += run.counts().lost();
    err.print(CLEAR_LINE);
    err.println(LineDisplay.line(step, run));
    if (step.number() < step.total()) {
      show("");
    }
  }

  private void show(String now) {
    int done = WIDTH * (step.number() - 1) / Math.max(1, step.total());
    err.print(
        CLEAR_LINE
            + "#".repeat(Math.max(0, done))
            + "-".repeat(WIDTH - Math.max(0, done))
            + " "
            + step.number()
            + "/"
            + step.total()
            + " "
            + step.label()
            + now
            + ", "
            + lost
            + " lost");
    err.flush();
  }
}
