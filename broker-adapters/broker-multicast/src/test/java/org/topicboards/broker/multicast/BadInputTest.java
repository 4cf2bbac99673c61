package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What cannot work says so in one line that names the value and what to do. */
class BadInputTest {

  private static final SubscriptionOptions EVERYTHING =
      SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL));

  private final LoopbackGroup group = LoopbackGroup.find();

  @TempDir Path folder;

  @Test
  void shouldRefuseAnInterfaceThatDoesNotExist() {
    assertRefused(
        "udp://239.1.1.1?interface=nowhere0",
        BadConfigurationException.class,
        "no network interface 'nowhere0'");
  }

  @Test
  void shouldRefuseAnMtuLargerThanTheInterfaces() {
    InterfaceChoice small =
        new InterfaceChoice("eth0", 2, true, false, true, 1_500, List.of(group.address()));
    MulticastSettings given = MulticastSettings.of(BrokerUri.parse(group.uri("&mtu=1473")));

    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> MulticastGroup.mtuBytes(given, small))
        .withMessage(
            "mtu was '1473' but network interface eth0 takes datagrams of at most 1472 bytes in one"
                + " packet");
  }

  @Test
  void shouldFitTheDefaultMtuToASmallInterface() {
    InterfaceChoice tunnel =
        new InterfaceChoice("tun0", 2, true, false, true, 1_280, List.of(group.address()));
    MulticastSettings settings = MulticastSettings.of(BrokerUri.parse(group.uri("")));

    assertThat(MulticastGroup.mtuBytes(settings, tunnel)).isEqualTo(1_252);
  }

  @Test
  void shouldRefuseAKeyFileThatCannotBeRead() {
    Path missing = folder.resolve("missing.key");
    assertRefused(
        group.uri("&key-file=" + missing),
        BadConfigurationException.class,
        "key-file '" + missing + "' cannot be read: there is no such file");
    assertRefused(
        group.uri("&key-file=" + folder),
        BadConfigurationException.class,
        "cannot be read: it is a folder");
  }

  @Test
  void shouldRefuseAKeyThatIsTooShort() throws IOException {
    Path file = Files.writeString(folder.resolve("short.key"), "secret\n");
    assertRefused(
        group.uri("&key-file=" + file),
        BadConfigurationException.class,
        "holds 7 bytes, a key needs at least 16");
  }

  @Test
  void shouldSayThatThePortIsTaken() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(null)) {
      taken.setReuseAddress(false);
      taken.bind(new InetSocketAddress(group.port()));
      try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri("")))) {
        assertThatExceptionOfType(BrokerUnavailableException.class)
            .isThrownBy(() -> broker.subscribe(EVERYTHING, Delivery::acknowledge).close())
            .withMessageContaining("port " + group.port() + " is taken");
      }
    }
  }

  @Test
  void shouldSayWhatASystemsFaultMeans() {
    assertThat(fault(new SocketException("Permission denied")))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageStartingWith("cannot listen to udp://239.1.1.1:53124: the system refuses it");
    assertThat(fault(new IOException("Operation not permitted")))
        .isInstanceOf(AccessRefusedException.class);
    assertThat(fault(new BindException("Address already in use")))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageContaining("port 53124 is taken");
    assertThat(fault(new SocketException("Network is unreachable")))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageContaining("no route");
    assertThat(fault(new IOException("something\nelse")))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseADurableNameAndSayWhy() {
    try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri("")))) {
      SubscriptionName alice = SubscriptionName.of("alice");
      assertThatExceptionOfType(GuaranteeNotMetException.class)
          .isThrownBy(
              () ->
                  broker.subscribe(
                      SubscriptionOptions.durable(alice, List.of(BoardPattern.ALL)),
                      Delivery::acknowledge))
          .withMessageContaining("DURABLE_SUBSCRIPTION")
          .withMessageContaining("alice");
      assertThat(broker.subscriptionStatus(alice)).isEmpty();
      assertThat(broker.removeSubscription(alice)).isFalse();
    }
  }

  private static void assertRefused(
      String uri, Class<? extends BrokerException> type, String reason) {
    assertThatExceptionOfType(type)
        .isThrownBy(() -> Brokers.connect(BrokerUri.parse(uri)).close())
        .withMessageContaining(reason)
        .withMessageNotContaining("\n");
  }

  private static BrokerException fault(IOException fault) {
    return NetworkFaults.translate("cannot listen to udp://239.1.1.1:53124", 53_124, fault);
  }
}
