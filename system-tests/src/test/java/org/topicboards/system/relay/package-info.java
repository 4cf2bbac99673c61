/** Boards relayed between real brokers of different kinds. */
@NullMarked
package org.topicboards.system.relay;

import org.jspecify.annotations.NullMarked;
