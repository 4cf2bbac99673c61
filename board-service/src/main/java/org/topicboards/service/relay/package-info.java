/**
 * Forwards boards from one broker to another, and keeps the books on it.
 *
 * <p>{@link org.topicboards.service.relay.RelayPlan} says what goes where, {@link
 * org.topicboards.service.relay.Relays} does it.
 */
@NullMarked
package org.topicboards.service.relay;

import org.jspecify.annotations.NullMarked;
