package org.topicboards.broker.multicast;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUnavailableException;

/**
 * One of the machine's network interfaces, as far as it matters here.
 *
 * @param isMulticast whether the system says that it can multicast; of the loopback interface Linux
 *     does not, though with IPv4 it can
 * @param mtuBytes the largest IP packet that it takes whole
 */
record InterfaceChoice(
    String name,
    int index,
    boolean isUp,
    boolean isLoopback,
    boolean isMulticast,
    int mtuBytes,
    List<InetAddress> addresses) {

  private static final int UDP_HEADER_BYTES = 8;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  /** The interfaces of this machine. */
  static List<InterfaceChoice> ofMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .map(InterfaceChoice::of)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new BrokerUnavailableException(
          "the network interfaces of this machine cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<InterfaceChoice> of(NetworkInterface candidate) {
    try {
      return Optional.of(
          new InterfaceChoice(
              candidate.getName(),
              candidate.getIndex(),
              candidate.isUp(),
              candidate.isLoopback(),
              candidate.supportsMulticast(),
              candidate.getMTU(),
              candidate.inetAddresses().toList()));
    } catch (IOException e) {
      return Optional.empty(); // went away meanwhile
    }
  }

  /**
   * The interface that was named, or a sensible one: the first that is up, can multicast and has an
   * address of the group's family, and where there is none, the loopback interface.
   *
   * @throws BadConfigurationException if what was named does not exist or cannot multicast
   * @throws BrokerUnavailableException if it is down
   */
  static InterfaceChoice of(List<InterfaceChoice> all, @Nullable String named, InetAddress group) {
    if (named != null) {
      InterfaceChoice choice =
          all.stream()
              .filter(candidate -> candidate.isCalled(named))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadConfigurationException(
                          "no network interface '"
                              + named
                              + "' on this machine (there are: "
                              + all.stream()
                                  .map(InterfaceChoice::name)
                                  .collect(Collectors.joining(", "))
                              + ")"));
      choice.check(group);
      return choice;
    }
    return all.stream()
        .filter(InterfaceChoice::isUp)
        .filter(candidate -> candidate.canCarry(group))
        .filter(candidate -> candidate.hasFamilyOf(group))
        .min(
            Comparator.comparing(InterfaceChoice::isLoopback)
                .thenComparingInt(InterfaceChoice::index))
        .orElseThrow(
            () ->
                new BrokerUnavailableException(
                    "no network interface of this machine is up and has an address for "
                        + group.getHostAddress()));
  }

  private void check(InetAddress group) {
    if (!canCarry(group)) {
      throw new BadConfigurationException(
          "network interface "
              + name
              + (isLoopback
                  ? " cannot multicast IPv6: take an IPv4 group, such as 239.1.1.1"
                  : " cannot multicast: name another one with ?interface="));
    }
    if (!isUp) {
      throw new BrokerUnavailableException(
          "network interface " + name + " is down (bring it up with: ip link set " + name + " up)");
    }
    if (!hasFamilyOf(group)) {
      throw new BadConfigurationException(
          "network interface "
              + name
              + " has no "
              + (group instanceof Inet6Address ? "IPv6" : "IPv4")
              + " address, which the group "
              + group.getHostAddress()
              + " needs");
    }
  }

  private boolean isCalled(String text) {
    return name.equals(text)
        || addresses.stream().anyMatch(address -> withoutScope(address).equals(text));
  }

  private static String withoutScope(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private boolean canCarry(InetAddress group) {
    return isMulticast || (isLoopback && !(group instanceof Inet6Address));
  }

  private boolean hasFamilyOf(InetAddress group) {
    return addresses.stream().anyMatch(address -> address.getClass() == group.getClass());
  }

  /** The largest datagram to {@code group} that goes in one packet. */
  int largestDatagramBytes(InetAddress group) {
    int headers =
        UDP_HEADER_BYTES + (group instanceof Inet6Address ? IPV6_HEADER_BYTES : IPV4_HEADER_BYTES);
    return Math.min(mtuBytes - headers, Frame.MAX_DATAGRAM_BYTES);
  }

  /** Who can read and write what goes over it. */
  String audience() {
    return isLoopback ? "every program on this machine" : "everybody on the network of " + name;
  }

  /** The system's own view of it. */
  NetworkInterface system() throws IOException {
    NetworkInterface found = NetworkInterface.getByIndex(index);
    if (found == null) {
      throw new IOException("network interface " + name + " is gone");
    }
    return found;
  }
}
