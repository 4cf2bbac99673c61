package org.topicboards.broker.conformance;

import java.util.Optional;
import org.topicboards.broker.BrokerUri;

/** Somebody else's RabbitMQ: used, never stopped. */
final class NamedRabbitMqNode implements RabbitMqNode {

  private final String uri;

  NamedRabbitMqNode(String uri) {
    this.uri = uri;
  }

  @Override
  public String description() {
    return BrokerUri.parse(uri) + " of " + ENVIRONMENT_VARIABLE;
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public Optional<BrokerProcess> process() {
    return Optional.empty();
  }

  @Override
  public void control(String... arguments) {
    throw new UnsupportedOperationException("somebody else runs " + description());
  }

  @Override
  public void close() {}
}
