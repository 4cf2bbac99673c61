package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.results.DurabilityClass;

/** A transport of which no more is known than its adapter tells, such as UDP multicast. */
final class OtherProduct implements Product {

  @Override
  public Facts facts(BrokerUri uri) {
    Set<Guarantee> guarantees = Brokers.guarantees(uri);
    boolean isConfirmed = guarantees.contains(Guarantee.CONFIRMED);
    return new Facts(
        uri.scheme().equals("udp") ? "UDP multicast, no broker" : uri.scheme(),
        isConfirmed ? DurabilityClass.UNKNOWN : DurabilityClass.UNCONFIRMED,
        isConfirmed
            ? "nothing tells; state it with --durability"
            : "the transport does not promise CONFIRMED",
        Map.of());
  }

  @Override
  public boolean hasBareClient(BrokerUri uri) {
    return false;
  }

  @Override
  public Transport connectBare(BrokerUri uri, String prefix, Duration patience) {
    throw new UnsupportedOperationException(uri.scheme() + " has no bare client here");
  }

  @Override
  public String adapterParameters(BrokerUri uri) {
    return "";
  }

  @Override
  public void removeAll(BrokerUri uri, String prefix) {
    // nothing stays
  }
}
