package org.topicboards.system.crash;

import java.net.URI;

/**
 * The broker that the programs are to use.
 *
 * @param address its AMQP URI, with user and password
 */
record Target(URI address) {

  /** A way of its own for one program. */
  MeteredLink newLink() {
    return new MeteredLink(address.getPort());
  }

  /** The broker's URI by way of {@code link}. */
  String uri(MeteredLink link) {
    return "amqp://" + address.getRawUserInfo() + "@127.0.0.1:" + link.port();
  }
}
