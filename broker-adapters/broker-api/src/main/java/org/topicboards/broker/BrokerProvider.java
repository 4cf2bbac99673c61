package org.topicboards.broker;

import java.util.Set;

/**
 * One adapter, found by {@link java.util.ServiceLoader}. Needs a public constructor without
 * arguments, which does no work: every provider on the class path is created to find one.
 */
public interface BrokerProvider {

  /** The URI schemes of this transport, in lower case. */
  Set<String> schemes();

  /**
   * What the transport at {@code uri} promises. Does not connect.
   *
   * @throws BadConfigurationException if a part of the URI cannot work, an unknown parameter for
   *     example, so that a caller finds out before it starts anything
   */
  Set<Guarantee> guarantees(BrokerUri uri);

  /** Connects as {@link Brokers#connect(BrokerUri, ConnectOptions)} says. */
  Broker connect(BrokerUri uri, ConnectOptions options);
}
