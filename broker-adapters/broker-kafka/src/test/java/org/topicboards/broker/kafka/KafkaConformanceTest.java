package org.topicboards.broker.kafka;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit on a real Kafka, which every machine can run. */
@DisplayName("Kafka")
class KafkaConformanceTest extends BrokerConformanceKit {

  @TempDir static Path folder;

  @Override
  protected BrokerFixture openFixture() {
    return new KafkaFixture(EmbeddedTestedKafka.start(folder));
  }
}
