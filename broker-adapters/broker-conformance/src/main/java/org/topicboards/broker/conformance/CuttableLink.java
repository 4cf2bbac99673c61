package org.topicboards.broker.conformance;

import org.topicboards.broker.BrokerUri;

/**
 * A way to the broker that leads through a proxy. Closing it breaks what is connected.
 *
 * @param uri the broker, at the proxy's address
 * @param proxy the proxy
 */
public record CuttableLink(BrokerUri uri, CuttingProxy proxy) implements AutoCloseable {

  /** Lets everything through again. */
  void restore() {
    proxy.accept();
    proxy.resume();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
