package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;

class RabbitMqSettingsTest {

  @Test
  void shouldFillInWhatAUriLeavesOut() {
    RabbitMqSettings settings = settings("amqp://localhost");

    assertThat(settings.addresses()).extracting(address -> address.getPort()).containsExactly(5672);
    assertThat(settings.user()).isEqualTo("guest");
    assertThat(settings.password()).isEqualTo("guest");
    assertThat(settings.virtualHost()).isEqualTo("/");
    assertThat(settings.prefix()).isEmpty();
    assertThat(settings.archive()).isTrue();
    assertThat(settings.maxBodyBytes()).isEqualTo(1 << 20);
  }

  @Test
  void shouldReadEveryPart() {
    RabbitMqSettings settings =
        settings(
            "amqps://alice:p%40ss@one,two:5700/team%2Fa"
                + "?prefix=t.&queue-type=quorum&archive=off&max-body=16m&heartbeat=5s");

    assertThat(settings.tls()).isTrue();
    assertThat(settings.addresses())
        .extracting(address -> address.getHost() + ":" + address.getPort())
        .containsExactly("one:5671", "two:5700");
    assertThat(settings.user()).isEqualTo("alice");
    assertThat(settings.password()).isEqualTo("p@ss");
    assertThat(settings.virtualHost()).isEqualTo("team/a");
    assertThat(settings.prefix()).isEqualTo("t.");
    assertThat(settings.queueType()).isEqualTo("quorum");
    assertThat(settings.archive()).isFalse();
    assertThat(settings.maxBodyBytes()).isEqualTo(16 << 20);
    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.shownUri()).doesNotContain("p%40ss", "p@ss");
  }

  @Test
  void shouldReportEveryFaultAtOnce() {
    assertThatThrownBy(
            () ->
                settings(
                    "amqp://h?prefix=a%20b&queue-type=stream&max-body=17m&cacertfile=x&colour=red"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("prefix was 'a b'")
        .hasMessageContaining("queue-type was 'stream' but must be classic or quorum")
        .hasMessageContaining("max-body was '17m'")
        .hasMessageContaining("cacertfile needs amqps://")
        .hasMessageContaining("unknown parameter colour")
        .hasMessageContaining(
            "known: archive, cacertfile, heartbeat, max-body, prefix, queue-type");
  }

  private static RabbitMqSettings settings(String uri) {
    return RabbitMqSettings.of(BrokerUri.parse(uri));
  }
}
