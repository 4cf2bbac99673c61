package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;

class RabbitMqProviderTest {

  @Test
  void shouldPromiseEverythingWithoutConnecting() {
    assertThat(Brokers.guarantees(BrokerUri.parse("amqp://nowhere.invalid?queue-type=quorum")))
        .containsExactlyInAnyOrder(Guarantee.values());
  }

  @Test
  void shouldRefuseAnUnknownParameterWithoutConnecting() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.guarantees(BrokerUri.parse("amqp://nowhere.invalid?colour=red")))
        .withMessageContaining("unknown parameter colour (known: archive, cacertfile");
  }
}
