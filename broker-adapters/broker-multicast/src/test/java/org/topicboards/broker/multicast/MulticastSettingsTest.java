package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;

class MulticastSettingsTest {

  @Test
  void shouldFillInWhatAUriLeavesOut() {
    MulticastSettings settings = settings("udp://239.1.1.1");

    assertThat(settings.group().getHostAddress()).isEqualTo("239.1.1.1");
    assertThat(settings.port()).isEqualTo(53_124);
    assertThat(settings.interfaceName()).isNull();
    assertThat(settings.ttl()).isEqualTo(1);
    assertThat(settings.mtuBytes()).isEqualTo(1_408);
    assertThat(settings.isMtuGiven()).isFalse();
    assertThat(settings.receiveBufferBytes()).isEqualTo(4 << 20);
    assertThat(settings.bytesPerSecond()).isEqualTo(16 << 20);
    assertThat(settings.keyFile()).isNull();
    assertThat(settings.prefix()).isEmpty();
    assertThat(settings.prefixHash()).isZero();
    assertThat(settings.maxBodyBytes()).isEqualTo(1 << 20);
  }

  @Test
  void shouldReadEveryPart() {
    MulticastSettings settings =
        settings(
            "udp://239.1.1.1:7000?interface=lo&ttl=0&mtu=8k&receive-buffer=1m&rate=0"
                + "&key-file=/etc/key&prefix=t.&max-body=16m");

    assertThat(settings.port()).isEqualTo(7_000);
    assertThat(settings.interfaceName()).isEqualTo("lo");
    assertThat(settings.ttl()).isZero();
    assertThat(settings.mtuBytes()).isEqualTo(8_192);
    assertThat(settings.isMtuGiven()).isTrue();
    assertThat(settings.receiveBufferBytes()).isEqualTo(1 << 20);
    assertThat(settings.bytesPerSecond()).isZero();
    assertThat(settings.keyFile()).hasToString("/etc/key");
    assertThat(settings.prefix()).isEqualTo("t.");
    assertThat(settings.prefixHash()).isNotZero();
    assertThat(settings.maxBodyBytes()).isEqualTo(16 << 20);
  }

  @Test
  void shouldTakeAnIpv6GroupAndTheInterfaceInItsScope() {
    MulticastSettings settings = settings("udp://[ff12::1%lo]:53124");

    assertThat(settings.group().getHostAddress()).isEqualTo("ff12:0:0:0:0:0:0:1");
    assertThat(settings.interfaceName()).isEqualTo("lo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "240.0.0.1", "223.255.255.255", "[::1]", "localhost", "239.1.1"})
  void shouldRefuseWhatIsNoMulticastAddress(String host) {
    assertRefused("udp://" + host + ":53124", "is not a multicast address");
  }

  @ParameterizedTest
  @CsvSource({
    "ttl=256, ttl was '256' but must be a number from 0 to 255",
    "ttl=-1, ttl was '-1'",
    "mtu=511, mtu was '511'",
    "mtu=65508, mtu was '65508'",
    "receive-buffer=1k, receive-buffer was '1k'",
    "rate=fast, rate was 'fast'",
    "rate=1000, rate was '1000' but must be at least 1024",
    "prefix=a%20b, prefix was 'a b'",
    "max-body=17m, max-body was '17m'",
    "colour=green, unknown parameter colour"
  })
  void shouldRefuseAWrongParameterByName(String parameter, String fault) {
    assertRefused("udp://239.1.1.1?" + parameter, fault);
  }

  @Test
  void shouldRefuseSeveralGroupsAndUsersAndPaths() {
    assertRefused("udp://239.1.1.1,239.1.1.2", "several groups");
    assertRefused("udp://bob@239.1.1.1", "neither user nor path");
    assertRefused("udp://239.1.1.1/boards", "neither user nor path");
  }

  @Test
  void shouldReportEveryFaultAtOnce() {
    assertRefused("udp://10.0.0.1?ttl=300&colour=red", "10.0.0.1");
    assertRefused("udp://10.0.0.1?ttl=300&colour=red", "ttl was '300'");
    assertRefused(
        "udp://10.0.0.1?ttl=300&colour=red",
        "known: interface, key-file, max-body, mtu, prefix, rate, receive-buffer, repair, ttl");
  }

  private static void assertRefused(String uri, String fault) {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> settings(uri))
        .withMessageContaining(fault)
        .withMessageNotContaining("\n");
  }

  private static MulticastSettings settings(String uri) {
    return MulticastSettings.of(BrokerUri.parse(uri));
  }
}
