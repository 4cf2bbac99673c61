package org.topicboards.broker.multicast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.UriParameters;

/**
 * What a URI says to this adapter, checked as far as it can be without the machine it runs on.
 *
 * @param interfaceName name or address of the interface, or null for a sensible choice
 * @param mtuBytes the largest datagram to send, or {@link #DEFAULT_MTU_BYTES} if that fits
 * @param isMtuGiven whether the URI names it
 * @param bytesPerSecond the most to send, 0 for no limit
 */
record MulticastSettings(
    InetAddress group,
    int port,
    @Nullable String interfaceName,
    int ttl,
    int mtuBytes,
    boolean isMtuGiven,
    int receiveBufferBytes,
    long bytesPerSecond,
    @Nullable Path keyFile,
    String prefix,
    long maxBodyBytes) {

  static final int DEFAULT_PORT = 53_124;

  /** Fits into an Ethernet frame with room for tunnels. */
  static final int DEFAULT_MTU_BYTES = 1_408;

  /**
   * Every IPv4 host takes a packet of 576 bytes; the largest message still has few enough pieces.
   */
  static final int LEAST_MTU_BYTES = 512;

  private static final long DEFAULT_RECEIVE_BUFFER_BYTES = 4 << 20;
  private static final long DEFAULT_BYTES_PER_SECOND = 16 << 20;

  /** Slower than that a single datagram takes seconds. */
  private static final long LEAST_BYTES_PER_SECOND = 1 << 10;

  private static final int LONGEST_PREFIX = 100;

  static MulticastSettings of(BrokerUri uri) {
    UriParameters parameters = new UriParameters(uri);
    String host = uri.hosts().get(0).host();
    int scopeAt = host.indexOf('%');
    String scope = scopeAt < 0 ? null : host.substring(scopeAt + 1);
    InetAddress group = address(scopeAt < 0 ? host : host.substring(0, scopeAt));
    if (uri.hosts().size() > 1) {
      parameters.fault("it names several groups, one carries all boards");
    }
    if (!group.isMulticastAddress()) {
      parameters.fault(
          "'"
              + host
              + "' is not a multicast address (224.0.0.0 to 239.255.255.255, such as 239.1.1.1, or"
              + " IPv6 from ff00:: on, such as [ff12::1])");
    }
    if (uri.user().isPresent() || uri.path().filter(path -> !path.isEmpty()).isPresent()) {
      parameters.fault("a group has neither user nor path (a secret goes into a key-file)");
    }
    Optional<String> prefix = parameters.text("prefix");
    if (prefix.isPresent() && !prefix.get().matches("[A-Za-z0-9._-]{0," + LONGEST_PREFIX + "}")) {
      parameters.fault(
          "prefix was '"
              + prefix.get()
              + "' but must be at most "
              + LONGEST_PREFIX
              + " of A-Z a-z 0-9 . _ -");
    }
    long bytesPerSecond = parameters.bytes("rate", DEFAULT_BYTES_PER_SECOND, 0, 1L << 40);
    if (bytesPerSecond > 0 && bytesPerSecond < LEAST_BYTES_PER_SECOND) {
      parameters.fault(
          "rate was '"
              + bytesPerSecond
              + "' but must be at least "
              + LEAST_BYTES_PER_SECOND
              + " bytes a second, or 0 for no limit");
    }
    String unused = parameters.choice("repair", "on", "off"); // not for us: see MulticastProvider
    MulticastSettings settings =
        new MulticastSettings(
            group,
            uri.hosts().get(0).portOr(DEFAULT_PORT),
            parameters.text("interface").orElse(scope),
            (int) parameters.number("ttl", 1, 0, 255),
            (int)
                parameters.bytes(
                    "mtu", DEFAULT_MTU_BYTES, LEAST_MTU_BYTES, Frame.MAX_DATAGRAM_BYTES),
            parameters.text("mtu").isPresent(),
            (int)
                parameters.bytes("receive-buffer", DEFAULT_RECEIVE_BUFFER_BYTES, 64 << 10, 1 << 30),
            bytesPerSecond,
            parameters.text("key-file").map(Path::of).orElse(null),
            prefix.orElse(""),
            parameters.bytes(
                "max-body",
                PublishBounds.DEFAULT_MAX_BODY_BYTES,
                1,
                PublishBounds.LARGEST_MAX_BODY_BYTES));
    parameters.check();
    return settings;
  }

  /** The prefix as datagrams carry it: 0 for none, else the beginning of its SHA-256. */
  long prefixHash() {
    if (prefix.isEmpty()) {
      return 0;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(prefix.getBytes(StandardCharsets.US_ASCII))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The address that a text is; one that is no address becomes one that is no group. */
  private static InetAddress address(String text) {
    boolean isAddress = text.indexOf(':') >= 0 || text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    try {
      return isAddress ? InetAddress.getByName(text) : InetAddress.getLoopbackAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
