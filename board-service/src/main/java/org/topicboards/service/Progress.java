package org.topicboards.service;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.topicboards.command.Shell;
import org.topicboards.units.Counted;

/**
 * A line on standard error that says how far a command is, where that is a terminal; nothing
 * elsewhere. Not thread-safe.
 */
final class Progress implements AutoCloseable {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** Linux says here what standard error is; other systems do not say it to Java. */
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final PrintWriter err;
  private final boolean isShown;
  private final String what;
  private final long total;
  private long shownNanos = System.nanoTime();
  private boolean isLineShown;

  private Progress(Shell shell, String what, long total, boolean isShown) {
    this.err = shell.err();
    this.what = what;
    this.total = total;
    this.isShown = isShown;
  }

  /**
   * Nothing is shown before the first tenths of a second are over.
   *
   * @param what such as {@code exported}
   * @param total what {@link #at} counts up to, 0 if that is not known
   */
  static Progress of(Shell shell, String what, long total) {
    return new Progress(shell, what, total, isTerminal());
  }

  /** Says how far it is, some times a second. */
  void at(long done, long messages) {
    long now = System.nanoTime();
    if (!isShown || now - shownNanos < INTERVAL_NANOS) {
      return;
    }
    shownNanos = now;
    isLineShown = true;
    err.print(CLEAR_LINE + what + " " + Counted.of(messages, "message"));
    if (total > 0) {
      err.print(" (" + Math.min(100, done * 100 / total) + " %)");
    }
    err.flush();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (isLineShown) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  private static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
