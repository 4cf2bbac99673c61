package org.topicboards.broker.multicast;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.CuttableLink;
import org.topicboards.broker.conformance.ForeignPeer;

/** A group on the loopback interface, as the conformance kit needs it. */
final class MulticastFixture implements BrokerFixture {

  private final LoopbackGroup group = LoopbackGroup.find();
  private final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();

  @Override
  public String description() {
    return "multicast on the loopback interface, " + group.uri("");
  }

  @Override
  public BrokerUri uri(String prefix) {
    return BrokerUri.parse(group.uri("&prefix=" + prefix));
  }

  @Override
  public BrokerUri uriWithoutArchive(String prefix) {
    return uri(prefix);
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    return new WatchedBroker(BrokerFixture.super.connect(uri, options), subscriptions::add);
  }

  @Override
  public ForeignPeer foreignPeer(String prefix) {
    return new FramePeer(group, prefix);
  }

  @Override
  public Optional<CuttableLink> link(String prefix) {
    return Optional.empty();
  }

  @Override
  public long countedAsLost(String prefix) {
    return subscriptions.stream()
        .flatMap(subscription -> subscription.reception().stream())
        .map(Reception::total)
        .mapToLong(Reception.Counts::lost)
        .sum();
  }

  @Override
  public void forget(String prefix) {
    subscriptions.clear();
  }

  @Override
  public void close() {}
}
