/**
 * Asking the board service over the broker, on a reserved board, and being answered over the
 * broker: no side needs an address of the other. {@link org.topicboards.requests.RequestClient} is
 * the way in; {@link org.topicboards.requests.HistorySubscription} joins history and live to one
 * stream; {@link org.topicboards.requests.RepairedSubscription} mends a transport that loses
 * messages and keeps what a named subscriber misses there. The service uses the same requests,
 * answers and codecs.
 *
 * <p>{@link org.topicboards.requests.SubscriptionAnnouncer} tells the service's registry of durable
 * subscriptions, which it lists on request.
 *
 * <p>The format is described in {@code docs/history-protocol.md}.
 */
@NullMarked
package org.topicboards.requests;

import org.jspecify.annotations.NullMarked;
