package org.topicboards.comparison.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.topicboards.comparison.transport.Transport;
import org.topicboards.message.BoardName;

/** One publisher: sends what its schedule says, on a thread of its own. */
final class Poster {

  private final int index;
  private final Transport.Sender sender;
  private final List<BoardName> boards;
  private final byte[] body;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile double cpuShare;
  private volatile long unsent;

  Poster(int index, Transport.Sender sender, List<BoardName> boards, byte[] body) {
    this.index = index;
    this.sender = sender;
    this.boards = boards;
    this.body = body;
  }

  /** Sends one message to each board, for which broker and client make what they need. */
  void prime(Recording recording) {
    for (int board = 0; board < boards.size(); board++) {
      send(recording, board, 0, System.nanoTime());
    }
  }

  /**
   * Sends until the schedule has reached the end, so many messages are sent, or it is too late.
   *
   * @param giveUpNanos when it is too late for what should have been sent before the end
   */
  void post(
      Recording recording,
      Schedule schedule,
      Span span,
      long giveUpNanos,
      BooleanSupplier isStopped) {
    long startNanos = System.nanoTime();
    long startCpuNanos = threads.getCurrentThreadCpuTime();
    long message = 0;
    long intendedNanos = schedule.intendedNanos(message);
    while (span.includes(message, intendedNanos) && !isStopped.getAsBoolean()) {
      Schedule.awaitNanos(intendedNanos);
      if (System.nanoTime() > giveUpNanos) {
        break;
      }
      int board = (int) (message % boards.size());
      send(recording, board, Math.toIntExact(message / boards.size()), intendedNanos);
      message++;
      intendedNanos = schedule.intendedNanos(message);
    }
    unsent = Math.max(0, schedule.due(span.endNanos()) - message);
    long cpuNanos = threads.getCurrentThreadCpuTime() - startCpuNanos;
    cpuShare = cpuNanos / (double) Math.max(1, System.nanoTime() - startNanos);
  }

  private void send(Recording recording, int board, int sequence, long intendedNanos) {
    Stamp stamp =
        new Stamp(recording.phase(), index * boards.size() + board, sequence, intendedNanos);
    recording.sending(stamp);
    sender.send(boards.get(board), stamp.text(), body, recording.settlement(stamp));
  }

  /** The part of its time for which it had a processor, after the end. */
  double cpuShare() {
    return cpuShare;
  }

  /**
   * Which messages are to be sent.
   *
   * @param messages at most so many
   * @param endNanos those meant to be sent before this
   */
  record Span(long messages, long endNanos) {

    boolean includes(long message, long intendedNanos) {
      return message < messages && intendedNanos < endNanos;
    }
  }

  /** Messages that were due before the end and were not sent. */
  long unsent() {
    return unsent;
  }
}
