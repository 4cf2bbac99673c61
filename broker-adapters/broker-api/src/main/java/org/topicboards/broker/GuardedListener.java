package org.topicboards.broker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws from the thread of the adapter that is about to reconnect. */
record GuardedListener(ConnectionListener listener) implements ConnectionListener {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  @Override
  public void lost(String purpose, BrokerException cause) {
    guarded(() -> listener.lost(purpose, cause));
  }

  @Override
  public void warned(String warning) {
    guarded(() -> listener.warned(warning));
  }

  @Override
  public void restored(String purpose, Duration downtime) {
    guarded(() -> listener.restored(purpose, downtime));
  }

  private static void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.warn("a connection listener failed", e);
    }
  }
}
