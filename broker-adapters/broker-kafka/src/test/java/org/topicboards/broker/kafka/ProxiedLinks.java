package org.topicboards.broker.kafka;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.conformance.CuttableLink;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.kafka.ProxiedListener;

/**
 * Ways to a Kafka that can be cut. Kafka sends its clients on to the address that it advertises, so
 * the ports of the proxies are fixed before Kafka starts, each with a listener of its own behind
 * it. A link that was closed makes room for another.
 *
 * @param listeners as the broker was told
 */
record ProxiedLinks(List<ProxiedListener> listeners) {

  private static final int OPEN_AT_ONCE = 4;

  /** Chooses the ports. */
  static ProxiedLinks reserve() {
    return new ProxiedLinks(
        IntStream.range(0, OPEN_AT_ONCE)
            .mapToObj(i -> new ProxiedListener(FreePorts.next(), FreePorts.next()))
            .toList());
  }

  /**
   * Opens a link.
   *
   * @param uri the broker's URI by the port of the proxy
   */
  CuttableLink open(IntFunction<BrokerUri> uri) {
    for (ProxiedListener listener : listeners) {
      InetSocketAddress broker =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
      try {
        CuttingProxy proxy = CuttingProxy.to(broker, listener.advertisedPort());
        return new CuttableLink(uri.apply(proxy.port()), proxy);
      } catch (UncheckedIOException e) {
        // in use by an open link
      }
    }
    throw new IllegalStateException("all " + OPEN_AT_ONCE + " links to Kafka are open");
  }
}
