package org.topicboards.broker.multicast;

import java.util.Random;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;

/** A group that this machine does not hear all of: a network that loses datagrams. */
public final class LossyGroup {

  private LossyGroup() {}

  /**
   * Joins a group.
   *
   * @param lostPercent how many of a hundred datagrams do not arrive, at all of its subscriptions
   * @param seed which they are: with the same one the same
   */
  public static Broker connect(BrokerUri uri, int lostPercent, int seed) {
    return MulticastBroker.connect(
        MulticastSettings.of(uri),
        ConnectOptions.DEFAULTS,
        new MulticastProvider().guarantees(uri),
        datagram -> new Random(31L * seed + datagram.hashCode()).nextInt(100) >= lostPercent);
  }
}
