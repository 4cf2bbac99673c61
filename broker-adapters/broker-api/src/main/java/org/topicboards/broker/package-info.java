/**
 * The contract that every transport keeps: connect, publish, subscribe, acknowledge, and the
 * guarantees that say which promises a transport makes.
 *
 * <p>Start at {@link org.topicboards.broker.Brokers#connect}. Adapters are found by {@link
 * java.util.ServiceLoader}; code that uses this package names no transport except in a {@link
 * org.topicboards.broker.BrokerUri}.
 */
@NullMarked
package org.topicboards.broker;

import org.jspecify.annotations.NullMarked;
