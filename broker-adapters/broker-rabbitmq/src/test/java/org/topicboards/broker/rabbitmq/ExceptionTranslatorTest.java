package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;

class ExceptionTranslatorTest {

  private final ExceptionTranslator translator =
      new ExceptionTranslator(
          RabbitMqSettings.of(BrokerUri.parse("amqp://alice:s3cret@broker:5672/team")));

  @Test
  void shouldTellARefusedPasswordFromABrokerThatIsAway() {
    assertTranslated(
        new PossibleAuthenticationFailureException("?"), AccessRefusedException.class, "'alice'");
    assertTranslated(
        new ConnectException("refused"), BrokerUnavailableException.class, "nobody listens");
    assertTranslated(
        new UnknownHostException("broker"), BrokerUnavailableException.class, "unknown host");
    assertTranslated(new TimeoutException(), BrokerUnavailableException.class, "no answer in time");
    assertTranslated(
        new IOException(new SSLException("bad record")), BrokerUnavailableException.class, "TLS");
  }

  @Test
  void shouldNameAnUnknownVirtualHost() {
    assertTranslated(
        connectionClosed(530, "NOT_ALLOWED - vhost team not found"),
        BadConfigurationException.class,
        "no virtual host 'team'");
    assertTranslated(
        connectionClosed(530, "NOT_ALLOWED - access to vhost 'team' refused for user 'alice'"),
        AccessRefusedException.class,
        "access to vhost");
  }

  @Test
  void shouldTellWhatTheBrokerSaidWhenItClosedAChannel() {
    assertTranslated(
        channelClosed(403, "ACCESS_REFUSED - configure access to exchange refused"),
        AccessRefusedException.class,
        "configure access");
    assertTranslated(
        channelClosed(406, "PRECONDITION_FAILED - inequivalent arg"),
        BadConfigurationException.class,
        "inequivalent arg");
  }

  @Test
  void shouldLeaveExceptionsOfTheContractAsTheyAre() {
    BrokerException closed = new BrokerClosedException("closed");

    assertThat(translator.translate("connect", closed)).isSameAs(closed);
  }

  private void assertTranslated(
      Exception failure, Class<? extends BrokerException> expected, String part) {
    BrokerException translated = translator.translate("connect", failure);

    assertThat(translated)
        .isInstanceOf(expected)
        .hasMessageContaining(part)
        .hasMessageContaining("amqp://alice:***@broker:5672/team")
        .hasCause(failure);
    assertThat(translated.getMessage()).doesNotContain("s3cret").doesNotContain("\n");
  }

  private static Exception connectionClosed(int code, String text) {
    return closed(
        true, new AMQP.Connection.Close.Builder().replyCode(code).replyText(text).build());
  }

  private static Exception channelClosed(int code, String text) {
    return closed(false, new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build());
  }

  private static Exception closed(boolean hard, Method reason) {
    return new IOException(new ShutdownSignalException(hard, false, reason, "test"));
  }
}
