package org.topicboards.broker.conformance;

/**
 * A broker that the tests started themselves, and may therefore end. Every method blocks until the
 * change is complete. Not thread-safe.
 */
public interface BrokerProcess {

  /** Ends it in order, as an operator would. Without effect if it is down. */
  void stop();

  /** Ends it with SIGKILL, without any chance to save anything. Without effect if it is down. */
  void kill();

  /** Starts it again, on the same port and the same data. Returns once it takes connections. */
  void start();
}
