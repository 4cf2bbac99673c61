package org.topicboards.broker;

/**
 * How a durable subscription stands on the broker.
 *
 * @param waitingMessages messages not yet delivered
 * @param consumers subscribers connected now
 */
public record SubscriptionStatus(long waitingMessages, int consumers) {}
