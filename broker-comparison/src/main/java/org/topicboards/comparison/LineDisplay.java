package org.topicboards.comparison;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.scenario.Scenario;

/** A line for every run that has ended: for logs, and whatever is no terminal. */
final class LineDisplay implements Display {

  private final PrintWriter err;
  private Step step = new Step(0, 0, "");

  LineDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void say(String text) {
    err.println("compare: " + text);
  }

  @Override
  public synchronized void begin(Step newStep) {
    step = newStep;
  }

  @Override
  public void progress(double ratePerSecond, long waiting) {
    // the end of the run tells
  }

  @Override
  public synchronized void end(Run run) {
    err.println(line(step, run));
  }

  /** What a run gave, on one line. */
  static String line(Step step, Run run) {
    Metric answer = Scenario.of(run.scenario()).answer();
    String figure =
        Optional.ofNullable(run.figures().get(answer))
            .map(value -> String.format(Locale.ROOT, " %s %s", rounded(value), answer.unit()))
            .orElse("");
    String lost = run.counts().lost() == 0 ? "" : ", " + run.counts().lost() + " lost";
    String remark = run.remark() == null ? "" : " (" + run.remark() + ")";
    String verdict =
        run.verdict() == Verdict.OK
            ? ""
            : " " + run.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "[%d/%d] %s:%s%s%s%s"
        .formatted(step.number(), step.total(), step.label(), figure, lost, verdict, remark);
  }

  private static String rounded(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
