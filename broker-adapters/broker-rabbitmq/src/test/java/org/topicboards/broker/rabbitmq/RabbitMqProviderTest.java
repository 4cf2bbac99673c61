package org.topicboards.broker.rabbitmq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUnavailableException;
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

  /** As a server of another kind does with what it cannot read. */
  @Test
  void shouldSayThatWhatListensThereIsNoBroker() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> server = CompletableFuture.runAsync(() -> hangUp(listening));
      String uri = "amqp://alice:s3cret@127.0.0.1:" + listening.getLocalPort();

      assertThatExceptionOfType(BrokerUnavailableException.class)
          .isThrownBy(() -> Brokers.connect(BrokerUri.parse(uri)))
          .withMessage(
              "cannot connect at "
                  + uri.replace("s3cret", "***")
                  + ": what listens there hung up, and did not answer as an AMQP broker (check"
                  + " host and port, and whether it wants amqps://)");
      assertThat(server).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  private static void hangUp(ServerSocket listening) {
    try (Socket client = listening.accept()) {
      byte[] protocolHeader = client.getInputStream().readNBytes(8);
      assertThat(new String(protocolHeader, US_ASCII)).startsWith("AMQP");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
