package org.topicboards.broker.multicast;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.units.ByteSizes;

/** The group on one interface: opens the sockets to it. Immutable. */
final class MulticastGroup {

  private static final Logger LOG = LoggerFactory.getLogger(MulticastGroup.class);

  private static final boolean IS_WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final MulticastSettings settings;
  private final InterfaceChoice networkInterface;
  private final int mtuBytes;
  private final @Nullable FrameKey key;
  private final ConnectionListener listener;

  private MulticastGroup(
      MulticastSettings settings,
      InterfaceChoice networkInterface,
      int mtuBytes,
      @Nullable FrameKey key,
      ConnectionListener listener) {
    this.settings = settings;
    this.networkInterface = networkInterface;
    this.mtuBytes = mtuBytes;
    this.key = key;
    this.listener = listener;
  }

  /**
   * Chooses the interface, reads the key and checks the rest against the interface.
   *
   * @throws BrokerException saying what cannot work
   */
  static MulticastGroup of(MulticastSettings settings, ConnectionListener listener) {
    FrameKey key = settings.keyFile() == null ? null : FrameKey.read(settings.keyFile());
    InterfaceChoice choice =
        InterfaceChoice.of(InterfaceChoice.ofMachine(), settings.interfaceName(), settings.group());
    MulticastGroup group =
        new MulticastGroup(settings, choice, mtuBytes(settings, choice), key, listener);
    LOG.info(
        "{} on interface {}, datagrams of at most {} bytes", group, choice.name(), group.mtuBytes);
    if (key == null) {
      group.warn(
          choice.audience()
              + " can read and post messages there (?key-file= names a file with a secret)");
    }
    return group;
  }

  /** The largest datagram to send: what was asked for, or by default what fits into a packet. */
  static int mtuBytes(MulticastSettings settings, InterfaceChoice choice) {
    int largest = choice.largestDatagramBytes(settings.group());
    if (!settings.isMtuGiven()) {
      return Math.min(settings.mtuBytes(), largest);
    }
    if (settings.mtuBytes() > largest) {
      throw new BadConfigurationException(
          "mtu was '"
              + settings.mtuBytes()
              + "' but network interface "
              + choice.name()
              + " takes datagrams of at most "
              + largest
              + " bytes in one packet");
    }
    return settings.mtuBytes();
  }

  /** A socket that sends to the group; it never blocks, so that no interrupt can close it. */
  DatagramChannel openSender() {
    DatagramChannel channel = null;
    try {
      channel = DatagramChannel.open(family());
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface.system());
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.ttl());
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(scopedGroup(), settings.port()));
      return channel;
    } catch (IOException e) {
      close(channel);
      throw fault("cannot send to", e);
    }
  }

  /** A socket that has joined the group: from now on it hears what is sent. */
  ReceivingSocket openReceiver() {
    DatagramChannel channel = null;
    try {
      channel = DatagramChannel.open(family());
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
      int grantedBytes = channel.getOption(StandardSocketOptions.SO_RCVBUF);
      warnOfSmallBuffer(grantedBytes);
      // On the group's own address what is sent to other groups on the port stays out.
      channel.bind(
          IS_WINDOWS
              ? new InetSocketAddress(settings.port())
              : new InetSocketAddress(scopedGroup(), settings.port()));
      channel.join(settings.group(), networkInterface.system());
      return new ReceivingSocket(channel, grantedBytes);
    } catch (IOException e) {
      close(channel);
      throw fault("cannot listen to", e);
    }
  }

  /** A fault of one of these sockets in our words. */
  BrokerException fault(String doing, IOException fault) {
    return NetworkFaults.translate(doing + " " + this, settings.port(), fault);
  }

  int mtuBytes() {
    return mtuBytes;
  }

  @Nullable FrameKey key() {
    return key;
  }

  /** The group as in a URI, without parameters. */
  @Override
  public String toString() {
    String address = settings.group().getHostAddress();
    return "udp://"
        + (settings.group() instanceof Inet6Address ? "[" + address + "]" : address)
        + ":"
        + settings.port();
  }

  private void warnOfSmallBuffer(int grantedBytes) {
    if (grantedBytes < settings.receiveBufferBytes()) {
      warn(
          "the system grants a receive buffer of "
              + ByteSizes.format(grantedBytes)
              + " instead of "
              + ByteSizes.format(settings.receiveBufferBytes())
              + ", so bursts may be lost (raise it with: sysctl -w net.core.rmem_max="
              + settings.receiveBufferBytes()
              + ")");
    }
  }

  private void warn(String warning) {
    LOG.warn("{}: {}", this, warning);
    listener.warned(this + ": " + warning);
  }

  private StandardProtocolFamily family() {
    return settings.group() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** An IPv6 group means another one on every link, so the interface belongs to it. */
  private InetAddress scopedGroup() throws IOException {
    return settings.group() instanceof Inet6Address
        ? Inet6Address.getByAddress(null, settings.group().getAddress(), networkInterface.index())
        : settings.group();
  }

  private static void close(@Nullable DatagramChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("closing a socket that could not be used", e);
    }
  }
}
