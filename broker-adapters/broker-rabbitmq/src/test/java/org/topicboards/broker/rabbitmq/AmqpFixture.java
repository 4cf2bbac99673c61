package org.topicboards.broker.rabbitmq;

import java.util.Optional;
import java.util.function.Function;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.CuttableLink;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.broker.conformance.RestartableBroker;

/** Any AMQP 0-9-1 broker, as the conformance kit needs it. */
class AmqpFixture implements BrokerFixture {

  private final String description;
  private final String parameters;
  final AmqpAddress address;

  AmqpFixture(String description, String uri) {
    this(description, uri, "");
  }

  /** A fixture whose URIs have more parameters, such as {@code &queue-type=quorum}. */
  AmqpFixture(String description, String uri, String parameters) {
    this.description = description;
    this.address = AmqpAddress.of(BrokerUri.parse(uri));
    this.parameters = parameters;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public BrokerUri uri(String prefix) {
    return uri(address, prefix);
  }

  @Override
  public BrokerUri uriWithoutArchive(String prefix) {
    return BrokerUri.parse(address.uri() + "?archive=off&prefix=" + prefix + parameters);
  }

  @Override
  public Optional<CuttableLink> link(String prefix) {
    CuttingProxy proxy = CuttingProxy.to(address.socketAddress());
    return Optional.of(new CuttableLink(uri(address.through(proxy.port()), prefix), proxy));
  }

  @Override
  public ForeignPeer foreignPeer(String prefix) {
    return AmqpForeignPeer.connect(address.uri(), prefix);
  }

  @Override
  public void forget(String prefix) {
    AmqpForeignPeer.deleteExchanges(address.uri(), prefix);
  }

  @Override
  public void close() {}

  RestartableBroker restartable(String uri, BrokerProcess process) {
    AmqpAddress address = AmqpAddress.of(BrokerUri.parse(uri));
    Function<String, BrokerUri> uris = prefix -> uri(address, prefix);
    return new RestartableBroker(uris, process);
  }

  private BrokerUri uri(AmqpAddress address, String prefix) {
    return BrokerUri.parse(address.uri() + "?prefix=" + prefix + parameters);
  }
}
