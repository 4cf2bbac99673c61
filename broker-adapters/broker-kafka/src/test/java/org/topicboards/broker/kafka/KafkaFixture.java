package org.topicboards.broker.kafka;

import java.util.Optional;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.CuttableLink;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.broker.conformance.RestartableBroker;

/** A Kafka that the tests started, as the conformance kit needs it. */
final class KafkaFixture implements BrokerFixture {

  private final TestedKafka kafka;
  private final String parameters;

  KafkaFixture(TestedKafka kafka) {
    this(kafka, "");
  }

  /** One whose every URI ends with these parameters, each behind an ampersand. */
  KafkaFixture(TestedKafka kafka, String parameters) {
    this.kafka = kafka;
    this.parameters = parameters;
  }

  @Override
  public String description() {
    return kafka.description();
  }

  @Override
  public BrokerUri uri(String prefix) {
    return uri(kafka.bootstrapServers(), prefix);
  }

  /** On Kafka every message stays on its topic, whoever reads it. */
  @Override
  public BrokerUri uriWithoutArchive(String prefix) {
    return uri(prefix);
  }

  @Override
  public ForeignPeer foreignPeer(String prefix) {
    return new KafkaForeignPeer(kafka.bootstrapServers(), prefix);
  }

  @Override
  public Optional<CuttableLink> link(String prefix) {
    return Optional.of(kafka.links().open(proxyPort -> uri("127.0.0.1:" + proxyPort, prefix)));
  }

  @Override
  public Optional<RestartableBroker> restartable() {
    return Optional.of(new RestartableBroker(this::uri, kafka.process()));
  }

  /** A member keeps its partitions for as long as its session, however often it reconnects. */
  @Override
  public boolean deliveriesOutliveConnections() {
    return true;
  }

  @Override
  public void forget(String prefix) {
    KafkaForeignPeer.delete(kafka.bootstrapServers(), prefix);
  }

  @Override
  public void close() {
    kafka.close();
  }

  private BrokerUri uri(String bootstrapServers, String prefix) {
    return BrokerUri.parse("kafka://" + bootstrapServers + "?prefix=" + prefix + parameters);
  }
}
