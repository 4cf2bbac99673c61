package org.topicboards.broker;

import java.time.Duration;

/**
 * Told about a broker's connections after the first: a {@link Broker} may hold several, each named
 * by its purpose ({@code "publisher"}, {@code "subscription alice"}). Called on the adapter's
 * threads; must return quickly. What it throws is logged and does no harm.
 */
public interface ConnectionListener {

  /** A connection was lost; the adapter reconnects by itself. */
  default void lost(String purpose, BrokerException cause) {}

  /**
   * Something works less well than it could, or is less safe than one may think: one line that says
   * what and what to do about it. Told once for each cause, from connecting on, and logged too.
   */
  default void warned(String warning) {}

  /** It is back, with everything that hangs on it, after {@code downtime}. */
  default void restored(String purpose, Duration downtime) {}
}
