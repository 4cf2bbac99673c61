package org.topicboards.broker;

import java.time.Duration;
import java.util.Set;

/**
 * How to connect, beside what the URI says.
 *
 * @param clientName shown in the broker's own tools
 * @param connectTimeout the longest that connecting may block, all hosts together
 * @param requiredGuarantees what the caller cannot do without
 * @param listener told when connections are lost and restored
 */
public record ConnectOptions(
    String clientName,
    Duration connectTimeout,
    Set<Guarantee> requiredGuarantees,
    ConnectionListener listener) {

  /** Ten seconds, nothing required, nobody told. */
  public static final ConnectOptions DEFAULTS =
      new ConnectOptions(
          "topic-boards", Duration.ofSeconds(10), Set.of(), new ConnectionListener() {});

  /** Copies the set. */
  public ConnectOptions {
    requiredGuarantees = Set.copyOf(requiredGuarantees);
  }

  /** The same with another client name. */
  public ConnectOptions named(String newClientName) {
    return new ConnectOptions(newClientName, connectTimeout, requiredGuarantees, listener);
  }

  /** The same with another connect timeout. */
  public ConnectOptions within(Duration newConnectTimeout) {
    return new ConnectOptions(clientName, newConnectTimeout, requiredGuarantees, listener);
  }

  /** The same, requiring exactly {@code guarantees}. */
  public ConnectOptions requiring(Guarantee... guarantees) {
    return new ConnectOptions(clientName, connectTimeout, Set.of(guarantees), listener);
  }

  /** The same with another listener. */
  public ConnectOptions telling(ConnectionListener newListener) {
    return new ConnectOptions(clientName, connectTimeout, requiredGuarantees, newListener);
  }
}
