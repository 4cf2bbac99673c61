package org.topicboards.broker.rabbitmq;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.conformance.RestartableBroker;

/** The kit on the embedded broker, which every machine can run. */
@DisplayName("Embedded broker")
class EmbeddedBrokerConformanceTest extends BrokerConformanceKit {

  @TempDir static Path folder;

  @Override
  protected BrokerFixture openFixture() {
    EmbeddedBrokerProcess process = new EmbeddedBrokerProcess(folder);
    process.start();
    return new AmqpFixture("the embedded broker", process.uri()) {
      @Override
      public Optional<RestartableBroker> restartable() {
        return Optional.of(restartable(process.uri(), process));
      }

      @Override
      public void close() {
        process.stop();
      }
    };
  }
}
