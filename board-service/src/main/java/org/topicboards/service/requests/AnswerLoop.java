package org.topicboards.service.requests;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers on one thread, a step of each in turn, so that a long one does not keep short ones
 * waiting. Thread-safe.
 */
final class AnswerLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerLoop.class);

  private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

  private final Deque<Task> tasks = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;

  AnswerLoop(String name) {
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
        if (isToBeContinued(task)) {
          add(task);
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

  private synchronized @Nullable Task take() throws InterruptedException {
    while (tasks.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : tasks.poll();
  }
}
