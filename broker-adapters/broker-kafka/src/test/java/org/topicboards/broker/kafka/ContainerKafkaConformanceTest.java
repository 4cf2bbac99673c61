package org.topicboards.broker.kafka;

import org.junit.jupiter.api.DisplayName;
import org.opentest4j.TestAbortedException;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit on Apache's own image of Kafka, where a Docker engine answers. */
@DisplayName("Kafka")
class ContainerKafkaConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    return ContainerTestedKafka.startIfDockerAnswers()
        .map(KafkaFixture::new)
        .orElseThrow(() -> new TestAbortedException("no Docker engine answers"));
  }
}
