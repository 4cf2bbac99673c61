/**
 * Boards on UDP multicast: no broker, no acknowledgement, no repair, but an exact account of what
 * was lost. {@link org.topicboards.broker.multicast.MulticastProvider} is the entry; {@code
 * docs/multicast-frame.md} says what is on the wire, byte by byte.
 */
@NullMarked
package org.topicboards.broker.multicast;

import org.jspecify.annotations.NullMarked;
