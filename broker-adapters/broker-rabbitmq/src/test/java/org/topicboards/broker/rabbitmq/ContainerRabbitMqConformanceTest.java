package org.topicboards.broker.rabbitmq;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.broker.conformance.RestartableBroker;

/** The kit on RabbitMQ's own image, whatever is installed on this machine. */
@DisplayName("RabbitMQ")
@EnabledIfEnvironmentVariable(
    named = "BOARD_TEST_CONTAINERS",
    matches = "true",
    disabledReason = "takes minutes: ask for it with BOARD_TEST_CONTAINERS=true")
class ContainerRabbitMqConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    RabbitMqNode node =
        RabbitMqNode.startContainer()
            .orElseThrow(() -> new IllegalStateException("no Docker engine answers"));
    return new AmqpFixture(node.description(), node.uri()) {
      @Override
      public Optional<RestartableBroker> restartable() {
        return node.process().map(process -> restartable(node.uri(), process));
      }

      @Override
      public void close() {
        node.close();
      }
    };
  }
}
