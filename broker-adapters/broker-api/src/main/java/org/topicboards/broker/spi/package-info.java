/**
 * What adapters share, so that the same word means the same on every transport: the publish window,
 * redelivery and dead letters, URI parameters, CloudEvents headers. For adapters only; applications
 * have no use for it.
 */
@NullMarked
package org.topicboards.broker.spi;

import org.jspecify.annotations.NullMarked;
