package org.topicboards.broker.rabbitmq;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.RestartableBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.EmbeddedBrokerProcess;

/** The kit on the embedded broker, which every machine can run. */
@DisplayName("Embedded broker")
class EmbeddedBrokerConformanceTest extends BrokerConformanceKit {

  private static final int ANY_PORT = 0;

  @TempDir static Path folder;

  @Override
  protected BrokerFixture openFixture() {
    EmbeddedBrokerProcess broker =
        EmbeddedBrokerProcess.start(
            new EmbeddedBrokerOptions(folder, ANY_PORT, "conformance", "secret of a test"),
            List.of("-Xmx256m"));
    return new AmqpFixture("the embedded broker", broker.uri()) {
      @Override
      public Optional<RestartableBroker> restartable() {
        return Optional.of(restartable(broker.uri(), new Restarting(broker)));
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }

  private record Restarting(EmbeddedBrokerProcess broker) implements BrokerProcess {

    @Override
    public void stop() {
      broker.stop();
    }

    @Override
    public void kill() {
      broker.kill();
    }

    @Override
    public void start() {
      broker.restart();
    }
  }
}
