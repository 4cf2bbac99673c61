package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;

class NamedBrokerTest {

  @ParameterizedTest
  @CsvSource({
    "amqp://localhost, amqp-localhost",
    "amqp://alice:secret@Rabbit.example:5673/v?prefix=a, amqp-rabbit.example-5673",
    "'kafka://h1:9092,h2:9092', kafka-h1-9092",
    "udp://239.1.1.1:53124, udp-239.1.1.1-53124",
    "amqp://[::1]:5672, amqp-1-5672",
  })
  void shouldNameABrokerAfterItsSchemeAndFirstHost(String uri, String name) {
    assertThat(NamedBroker.parse(uri)).isEqualTo(new NamedBroker(name, BrokerUri.parse(uri)));
  }

  @Test
  void shouldTakeTheNameThatItIsGiven() {
    NamedBroker broker = NamedBroker.parse("rabbit.1=amqp://bob:a=b@localhost?prefix=c");

    assertThat(broker.name()).isEqualTo("rabbit.1");
    assertThat(broker.uri()).isEqualTo(BrokerUri.parse("amqp://bob:a=b@localhost?prefix=c"));
    assertThat(broker).hasToString("rabbit.1 amqp://bob:***@localhost?prefix=c");
  }

  @Test
  void shouldKeepALongHostNameShort() {
    assertThat(NamedBroker.parse("amqp://" + "h".repeat(200)).name()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "a/b", "a b", "ä", "\n"})
  void shouldRefuseWhatIsNoName(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NamedBroker.parse(name + "=amqp://localhost"))
        .withMessageContaining("is no name for a broker");
  }

  @Test
  void shouldNotShowWhatMayBeAPassword() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> NamedBroker.parse("rabbit=alice:secret@localhost"))
        .withMessageNotContaining("secret");
  }
}
