package org.topicboards.subscriber;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells, once, that what is expected has not happened for some seconds. */
final class SilenceHint implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 3;

  private final CountDownLatch expected;
  private final Runnable hint;
  private final Thread watch = new Thread(this::watch, "silence hint");

  /**
   * A hint that is not given yet.
   *
   * @param expected counted down when it happens
   * @param hint run if it does not
   */
  SilenceHint(CountDownLatch expected, Runnable hint) {
    this.expected = expected;
    this.hint = hint;
  }

  /** Begins to wait. */
  void start() {
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public void close() {
    watch.interrupt();
  }

  private void watch() {
    try {
      if (!expected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        hint.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
