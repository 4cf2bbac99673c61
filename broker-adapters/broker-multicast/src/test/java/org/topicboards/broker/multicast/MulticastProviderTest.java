package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;

class MulticastProviderTest {

  @Test
  void shouldPromiseOrderAlone() {
    assertThat(Brokers.guarantees(BrokerUri.parse("udp://239.1.1.1")))
        .isEqualTo(EnumSet.of(Guarantee.ORDERED_PER_PUBLISHER));
  }

  @Test
  void shouldRefuseAnUnknownParameterWithoutConnecting() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.guarantees(BrokerUri.parse("udp://239.1.1.1?colour=red")))
        .withMessageContaining("unknown parameter colour (known: ");
  }
}
