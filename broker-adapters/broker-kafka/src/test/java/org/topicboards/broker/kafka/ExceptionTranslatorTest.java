package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;

class ExceptionTranslatorTest {

  private final ExceptionTranslator translator =
      new ExceptionTranslator(KafkaSettings.of(BrokerUri.parse("kafka://alice:s3cret@h")));

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new SaslAuthenticationException("Authentication failed for s3cret"),
            AccessRefusedException.class,
            "refuses user 'alice'"),
        Arguments.of(
            new TopicAuthorizationException(Set.of("shore")),
            AccessRefusedException.class,
            "no permission on shore"),
        Arguments.of(
            new ClusterAuthorizationException("Cluster authorization failed."),
            AccessRefusedException.class,
            "Cluster authorization failed."),
        Arguments.of(
            new SslAuthenticationException("SSL handshake failed"),
            BrokerUnavailableException.class,
            "TLS failed: SSL handshake failed"),
        Arguments.of(
            new InvalidTopicException("Topic 'a_b' collides with existing topic: a.b"),
            BadConfigurationException.class,
            "'a_b' collides"),
        Arguments.of(
            new KafkaException("Failed to construct", new ConfigException("linger.ms", "x", "bad")),
            BadConfigurationException.class,
            "linger.ms"),
        Arguments.of(
            new GroupNotEmptyException("The group is not empty."),
            BadConfigurationException.class,
            "is connected (stop it first), or died"),
        Arguments.of(
            new InconsistentGroupProtocolException("The group member's protocols differ."),
            BadConfigurationException.class,
            "another group.protocol or partition.assignment.strategy"),
        Arguments.of(
            new InvalidSessionTimeoutException("The session timeout is not within the range"),
            BadConfigurationException.class,
            "The session timeout is not within the range"),
        Arguments.of(
            new InterruptedException(),
            BrokerTimeoutException.class,
            "interrupted: cannot list topics"),
        Arguments.of(
            new TimeoutException("Timed out"), BrokerUnavailableException.class, "no answer"),
        Arguments.of(
            new java.util.concurrent.TimeoutException(),
            BrokerUnavailableException.class,
            "no answer"),
        Arguments.of(
            new DisconnectException(), BrokerUnavailableException.class, "DisconnectException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldSayInOneLineWhatFailedWhereAndWhy(
      Exception failure, Class<? extends BrokerException> expected, String reason) {
    ExecutionException thrown = new ExecutionException(failure);

    BrokerException translated = translator.translate("list topics", thrown);

    assertThat(translated)
        .isInstanceOf(expected)
        .hasMessageContaining("cannot list topics at kafka://alice:***@h")
        .hasMessageContaining(reason)
        .hasCause(thrown)
        .message()
        .hasLineCount(1)
        .doesNotContain("s3cret");
  }

  @Test
  void shouldLeaveAnExceptionOfTheContractAsItIs() {
    BrokerException failure = new BrokerUnavailableException("away", null);

    assertThat(translator.translate("list topics", failure)).isSameAs(failure);
  }

  @Test
  void shouldShowTheFirstLineOrElseTheKindOfAFailure() {
    assertThat(ExceptionTranslator.firstLine(new KafkaException("one\ntwo"))).isEqualTo("one");
    assertThat(ExceptionTranslator.firstLine(new IllegalStateException()))
        .isEqualTo("IllegalStateException");
  }
}
