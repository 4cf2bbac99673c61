package org.topicboards.broker.kafka;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit on Apache's own image of Kafka. */
@DisplayName("Kafka")
@EnabledIfEnvironmentVariable(
    named = "BOARD_TEST_CONTAINERS",
    matches = "true",
    disabledReason = "takes minutes: ask for it with BOARD_TEST_CONTAINERS=true")
class ContainerKafkaConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    return ContainerTestedKafka.startIfDockerAnswers()
        .map(KafkaFixture::new)
        .orElseThrow(() -> new IllegalStateException("no Docker engine answers"));
  }
}
