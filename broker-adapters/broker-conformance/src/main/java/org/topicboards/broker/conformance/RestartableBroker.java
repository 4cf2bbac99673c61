package org.topicboards.broker.conformance;

import java.util.function.Function;
import org.topicboards.broker.BrokerUri;

/**
 * A broker with the process behind it.
 *
 * @param uri the URI for a prefix, as {@link BrokerFixture#uri} gives it
 * @param process what can be stopped, killed and started again
 */
public record RestartableBroker(Function<String, BrokerUri> uri, BrokerProcess process) {}
