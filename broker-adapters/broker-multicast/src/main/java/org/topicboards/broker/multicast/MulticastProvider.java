package org.topicboards.broker.multicast;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerProvider;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;

/**
 * The adapter for {@code udp://}: every board in one multicast group, without any broker.
 *
 * <p>A publish completes when the message was handed to the network, which proves nothing about who
 * got it, so {@code CONFIRMED} is not among the guarantees. What arrives is in order; what does not
 * is counted ({@link org.topicboards.broker.Subscription#reception}).
 *
 * <p>URI: {@code udp://group:port?parameters}, the group an IPv4 or IPv6 multicast address, the
 * port 53124 by default. Parameters:
 *
 * <ul>
 *   <li>{@code interface}: name or address of a network interface, default the first that is up and
 *       can multicast, else the loopback interface
 *   <li>{@code ttl}: how many networks a datagram may cross, 0 to 255, default {@code 1}
 *   <li>{@code mtu}: the largest datagram to send, default {@code 1408} or what fits into a packet
 *       of the interface
 *   <li>{@code receive-buffer}: what the system is asked to hold for a subscription that is busy,
 *       default {@code 4m}
 *   <li>{@code rate}: the most bytes to send in a second, default {@code 16m}; {@code 0} for no
 *       limit
 *   <li>{@code key-file}: a file with a secret of at least 16 bytes, by which datagrams are signed;
 *       all others are dropped
 *   <li>{@code prefix}: sets apart publishers and subscribers that share a group, default none
 *   <li>{@code repair}: {@code on} (the default) or {@code off}, for those who mend losses by
 *       asking a board service, as the command {@code subscriber} does; here it changes nothing
 *   <li>{@code max-body}: the largest body that can be posted, default {@code 1m}, at most {@code
 *       16m}
 * </ul>
 */
public final class MulticastProvider implements BrokerProvider {

  private static final Set<Guarantee> GUARANTEES =
      Collections.unmodifiableSet(EnumSet.of(Guarantee.ORDERED_PER_PUBLISHER));

  /** For {@link java.util.ServiceLoader}. */
  public MulticastProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("udp");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    MulticastSettings unused = MulticastSettings.of(uri); // refuses what cannot work
    return GUARANTEES;
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    return MulticastBroker.connect(
        MulticastSettings.of(uri), options, GUARANTEES, DatagramFilter.NONE);
  }
}
