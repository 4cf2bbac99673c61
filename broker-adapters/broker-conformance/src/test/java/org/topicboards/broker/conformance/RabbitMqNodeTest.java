package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BrokerUri;

class RabbitMqNodeTest {

  @Test
  void shouldStopKillAndStartAPrivateNodeOnTheSamePort() {
    RabbitMqNode node = RabbitMqNode.startPrivate().orElse(null);
    Assumptions.assumeTrue(node != null, "no rabbitmq-server and no Docker engine here");
    int port = BrokerUri.parse(node.uri()).hosts().get(0).port();
    try (node) {
      BrokerProcess process = node.process().orElseThrow();
      assertThat(AmqpGreeting.comesFrom(port)).isTrue();

      process.kill();
      assertThat(AmqpGreeting.comesFrom(port)).isFalse();
      process.start();
      assertThat(AmqpGreeting.comesFrom(port)).isTrue();

      process.stop();
      process.stop();
      assertThat(AmqpGreeting.comesFrom(port)).isFalse();
      process.start();
      assertThat(AmqpGreeting.comesFrom(port)).isTrue();
    }
    assertThat(AmqpGreeting.comesFrom(port)).isFalse();
  }

  @Test
  void shouldNotShowThePasswordOfANamedNode() {
    try (RabbitMqNode node = new NamedRabbitMqNode("amqp://me:hush@example.org/v")) {
      assertThat(node.description()).contains("example.org").doesNotContain("hush");
      assertThat(node.uri()).contains("hush");
      assertThat(node.process()).isEmpty();
    }
  }
}
