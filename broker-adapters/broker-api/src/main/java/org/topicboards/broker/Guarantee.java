package org.topicboards.broker;

/**
 * Something a transport promises. An adapter declares what it keeps ({@link
 * BrokerProvider#guarantees}), the conformance kit proves it, and a caller may require it ({@link
 * ConnectOptions#requiring}).
 */
public enum Guarantee {
  /** A publish stage completes only once the broker has taken responsibility for the message. */
  CONFIRMED("a publish completes only when the broker has taken the message"),

  /** A message that was confirmed reaches each subscription at least once. */
  AT_LEAST_ONCE("a confirmed message reaches every subscription at least once"),

  /** A named subscription collects messages while its subscriber is away. */
  DURABLE_SUBSCRIPTION("messages wait for a named subscriber who is away"),

  /** Several subscribers on one name share its messages. */
  SHARED_SUBSCRIPTION("several subscribers on one name share the load"),

  /** First deliveries of one publisher's messages on one board come in the order of posting. */
  ORDERED_PER_PUBLISHER("one publisher's messages on a board arrive in the order of posting"),

  /** What is not acknowledged, or whose handler failed, is delivered again. */
  REDELIVERY("a message not acknowledged, or whose handler failed, is delivered again"),

  /** What still fails after the configured attempts goes to the dead-letter board. */
  DEAD_LETTER("a message that keeps failing goes to the dead-letter board"),

  /** Confirmed messages and durable subscriptions outlive the broker's process. */
  SURVIVES_RESTART("confirmed messages outlive a restart of the broker"),

  /** A message that nobody's subscription took is reported as unrouted. */
  UNROUTED_REPORTED("a message that no subscription took is reported");

  private final String description;

  Guarantee(String description) {
    this.description = description;
  }

  /** The promise in a few words, for tables and messages. */
  public String description() {
    return description;
  }
}
