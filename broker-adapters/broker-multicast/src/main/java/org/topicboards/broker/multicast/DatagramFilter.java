package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;

/** Stands between the socket and the decoder: a place for a network that loses what it carries. */
@FunctionalInterface
interface DatagramFilter {

  /** Lets everything through. */
  DatagramFilter NONE = datagram -> true;

  /** Whether the datagram arrives; called on the receiving thread, must not move the position. */
  boolean accepts(ByteBuffer datagram);
}
