package org.topicboards.service.requests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers on one thread, a step of each in turn, so that a long one does not keep short ones
 * waiting. While something else is more urgent, it rests four times as long as each step took: that
 * keeps four fifths of the time. Thread-safe.
 */
final class AnswerLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerLoop.class);

  private static final long CLOSE_TIMEOUT_MILLIS = 10_000;
  private static final int REST_PER_STEP = 4;

  /** A step that took longer waited for the broker, and left the machine to others. */
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Deque<Task> tasks = new ArrayDeque<>();
  private final BooleanSupplier mustGiveWay;
  private final Thread thread;
  private boolean closed;

  /**
   * Starts with nothing to do.
   *
   * @param mustGiveWay whether something is more urgent; asked after each step
   */
  AnswerLoop(String name, BooleanSupplier mustGiveWay) {
    this.mustGiveWay = mustGiveWay;
    thread = new Thread(this::run, "answers " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Something done step by step. */
  interface Task {
    /** Does one step; returns whether more follow. */
    boolean step();
  }

  /** Adds a task behind the others. */
  synchronized void add(Task task) {
    tasks.add(task);
    notifyAll();
  }

  /** How many answers are being made. */
  synchronized int size() {
    return tasks.size();
  }

  /** Ends after the step in hand. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      tasks.clear();
      notifyAll();
    }
    try {
      thread.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Task task = take();
        if (task == null) {
          return;
        }
        long startNanos = System.nanoTime();
        if (isToBeContinued(task)) {
          add(task);
        }
        if (mustGiveWay.getAsBoolean()) {
          rest(Math.min(LONGEST_REST_NANOS, REST_PER_STEP * (System.nanoTime() - startNanos)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isToBeContinued(Task task) {
    try {
      return task.step();
    } catch (RuntimeException e) {
      LOG.error("an answer failed unexpectedly", e);
      return false;
    }
  }

  private synchronized void rest(long nanos) throws InterruptedException {
    long endNanos = System.nanoTime() + nanos;
    long leftNanos = nanos;
    while (!closed && leftNanos > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
      leftNanos = endNanos - System.nanoTime();
    }
  }

  private synchronized @Nullable Task take() throws InterruptedException {
    while (tasks.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : tasks.poll();
  }
}
