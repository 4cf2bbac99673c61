package org.topicboards.broker.rabbitmq;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.broker.conformance.RestartableBroker;

/**
 * The kit on a real RabbitMQ, where one can be had. A RabbitMQ that somebody else runs is never
 * stopped: a private node takes the outages then.
 */
@DisplayName("RabbitMQ")
class RabbitMqConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    RabbitMqNode node = RabbitMqNode.findOrSkip();
    Optional<RabbitMqNode> ownNode =
        node.process().isPresent() ? Optional.of(node) : RabbitMqNode.startPrivate();
    return new AmqpFixture(node.description(), node.uri()) {
      @Override
      public Optional<RestartableBroker> restartable() {
        return ownNode.flatMap(
            own -> own.process().map(process -> restartable(own.uri(), process)));
      }

      @Override
      public void close() {
        ownNode.ifPresent(RabbitMqNode::close);
        node.close();
      }
    };
  }
}
