package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.conformance.FreePorts;

@Timeout(30)
class ReachabilityTest {

  @Test
  void shouldSayThatNobodyListens() {
    int port = FreePorts.next();

    assertThatThrownBy(() -> require("kafka://bob:s3cret@127.0.0.1:" + port))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessage(
            "cannot connect at kafka://bob:***@127.0.0.1:"
                + port
                + ": nobody listens there (is the broker running?)");
  }

  @Test
  void shouldSayThatAHostIsUnknown() {
    assertThatThrownBy(() -> require("kafka://no-such-host.invalid"))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageContaining("unknown host no-such-host.invalid (check the name)");
  }

  @Test
  void shouldDoWithOneHostOfSeveral() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String uri =
          "kafka://127.0.0.1:" + FreePorts.next() + ",127.0.0.1:" + listening.getLocalPort();

      assertThatCode(() -> require(uri)).doesNotThrowAnyException();
    }
  }

  private static void require(String uri) {
    Reachability.require(KafkaSettings.of(BrokerUri.parse(uri)), Duration.ofSeconds(5));
  }
}
