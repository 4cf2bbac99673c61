package org.topicboards.broker.rabbitmq;

import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.opentest4j.TestAbortedException;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.broker.conformance.RestartableBroker;

/**
 * The kit on quorum queues, on a node of its own: they confirm, redeliver and come back after an
 * outage by other code than classic queues.
 *
 * <p>Only where it is asked for: RabbitMQ may deliver once more what was acknowledged just before a
 * subscription closed (rabbitmq-server issue 10327), while the kit wants every message exactly once
 * where nothing broke.
 */
@EnabledIfEnvironmentVariable(named = "BOARD_TEST_QUORUM", matches = "true")
class RabbitMqQuorumConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    RabbitMqNode node =
        RabbitMqNode.startPrivate()
            .orElseThrow(() -> new TestAbortedException("no RabbitMQ that a test may start"));
    return new AmqpFixture(
        "quorum queues on " + node.description(), node.uri(), "&queue-type=quorum") {
      @Override
      public Optional<RestartableBroker> restartable() {
        return node.process()
            .map(process -> restartable(node.uri(), new SettledProcess(node, process)));
      }

      @Override
      public void close() {
        node.close();
      }
    };
  }

  /**
   * Kills a node only once its quorum queues would survive that. RabbitMQ keeps the list of them in
   * memory for about a second: a queue of which a killed node had not written that yet comes back
   * empty and without a leader, for good.
   */
  private record SettledProcess(RabbitMqNode node, BrokerProcess process) implements BrokerProcess {

    private static final String WRITE_THE_LIST = "[dets:sync(Table) || Table <- dets:all()].";

    @Override
    public void start() {
      process.start();
    }

    @Override
    public void stop() {
      node.control("eval", WRITE_THE_LIST);
      process.stop();
    }

    @Override
    public void kill() {
      node.control("eval", WRITE_THE_LIST);
      process.kill();
    }
  }
}
