package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUnavailableException;

class InterfaceChoiceTest {

  private static final InetAddress GROUP = address(239, 1, 1, 1);
  private static final InetAddress IPV6_GROUP = ipv6(0xff);
  private static final InetAddress IPV4 = address(10, 0, 0, 1);
  private static final InetAddress LOOPBACK_IPV4 = address(127, 0, 0, 1);

  private static final InterfaceChoice LO =
      new InterfaceChoice("lo", 1, true, true, false, 65_536, List.of(LOOPBACK_IPV4));
  private static final InterfaceChoice DOWN =
      new InterfaceChoice("eth0", 2, false, false, true, 1_500, List.of(IPV4));
  private static final InterfaceChoice TUNNEL =
      new InterfaceChoice("tun0", 3, true, false, false, 1_500, List.of(IPV4));
  private static final InterfaceChoice ETHERNET =
      new InterfaceChoice("eth1", 4, true, false, true, 1_500, List.of(IPV4, ipv6(0xfd)));
  private static final InterfaceChoice LATER =
      new InterfaceChoice("eth2", 5, true, false, true, 1_500, List.of(address(10, 0, 0, 2)));

  private static final List<InterfaceChoice> ALL = List.of(LO, DOWN, TUNNEL, LATER, ETHERNET);

  @Test
  void shouldChooseTheFirstThatIsUpAndCanMulticast() {
    assertThat(InterfaceChoice.of(ALL, null, GROUP)).isEqualTo(ETHERNET);
  }

  @Test
  void shouldChooseTheLoopbackInterfaceWhereNoOtherCan() {
    assertThat(InterfaceChoice.of(List.of(LO, DOWN, TUNNEL), null, GROUP)).isEqualTo(LO);
  }

  @Test
  void shouldChooseOneWithAnAddressOfTheGroupsFamily() {
    assertThat(InterfaceChoice.of(ALL, null, IPV6_GROUP)).isEqualTo(ETHERNET);
    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(() -> InterfaceChoice.of(List.of(LO, LATER), null, IPV6_GROUP))
        .withMessageContaining("no network interface");
  }

  @Test
  void shouldFindTheNamedOneByNameAndByAddress() {
    assertThat(InterfaceChoice.of(ALL, "lo", GROUP)).isEqualTo(LO);
    assertThat(InterfaceChoice.of(ALL, "eth2", GROUP)).isEqualTo(LATER);
    assertThat(InterfaceChoice.of(ALL, "10.0.0.2", GROUP)).isEqualTo(LATER);
  }

  @Test
  void shouldRefuseOneThatDoesNotExist() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> InterfaceChoice.of(ALL, "eth9", GROUP))
        .withMessage(
            "no network interface 'eth9' on this machine (there are: lo, eth0, tun0, eth2, eth1)");
  }

  @Test
  void shouldRefuseOneThatCannotMulticast() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> InterfaceChoice.of(ALL, "tun0", GROUP))
        .withMessageContaining("tun0 cannot multicast");
  }

  @Test
  void shouldRefuseAnIpv6GroupOnALoopbackInterfaceThatCarriesNone() {
    InterfaceChoice both =
        new InterfaceChoice("lo", 1, true, true, false, 65_536, List.of(LOOPBACK_IPV4, ipv6(0)));
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> InterfaceChoice.of(List.of(both), "lo", IPV6_GROUP))
        .withMessageContaining("lo cannot multicast IPv6: take an IPv4 group");
    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(() -> InterfaceChoice.of(List.of(both), null, IPV6_GROUP));
  }

  @Test
  void shouldRefuseOneThatIsDown() {
    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(() -> InterfaceChoice.of(ALL, "eth0", GROUP))
        .withMessageContaining("eth0 is down");
  }

  @Test
  void shouldRefuseOneWithoutAnAddressOfTheFamily() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> InterfaceChoice.of(ALL, "eth2", IPV6_GROUP))
        .withMessageContaining("eth2 has no IPv6 address");
  }

  @Test
  void shouldLeaveRoomForTheHeadersInAPacket() {
    assertThat(ETHERNET.largestDatagramBytes(GROUP)).isEqualTo(1_472);
    assertThat(ETHERNET.largestDatagramBytes(IPV6_GROUP)).isEqualTo(1_452);
    assertThat(LO.largestDatagramBytes(GROUP)).isEqualTo(65_507);
  }

  private static InetAddress address(int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress ipv6(int first) {
    int[] bytes = new int[16];
    bytes[0] = first;
    bytes[1] = 0x12;
    bytes[15] = 1;
    return address(bytes);
  }
}
