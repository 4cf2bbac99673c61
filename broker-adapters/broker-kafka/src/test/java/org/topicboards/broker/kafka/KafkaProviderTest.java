package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;

class KafkaProviderTest {

  @Test
  void shouldPromiseAllButToTellWhatNobodyReads() {
    assertThat(Brokers.guarantees(BrokerUri.parse("kafka://nowhere.invalid")))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Guarantee.UNROUTED_REPORTED)));
  }

  @Test
  void shouldRefuseAnUnknownParameterWithoutConnecting() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.guarantees(BrokerUri.parse("kafka://nowhere.invalid?colour=red")))
        .withMessageContaining("unknown parameter colour (known: ");
  }
}
