package org.topicboards.broker.kafka;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit with the newer group protocol (KIP-848), where it is asked for: it takes minutes. */
@DisplayName("Kafka, newer group protocol")
@EnabledIfEnvironmentVariable(named = "BOARD_TEST_KAFKA_PROTOCOL", matches = "consumer")
class KafkaConsumerProtocolConformanceTest extends BrokerConformanceKit {

  @TempDir static Path folder;

  @Override
  protected BrokerFixture openFixture() {
    return new KafkaFixture(EmbeddedTestedKafka.start(folder), "&group.protocol=consumer");
  }
}
