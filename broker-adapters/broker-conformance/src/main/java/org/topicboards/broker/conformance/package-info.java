/**
 * The tests that every adapter must pass, in main sources so that an adapter's own module can run
 * them: extend {@link org.topicboards.broker.conformance.BrokerConformanceKit} with a factory for a
 * {@link org.topicboards.broker.conformance.BrokerFixture}.
 *
 * <p>Beside the kit stands what it needs and other tests can use too: a real RabbitMQ ({@link
 * org.topicboards.broker.conformance.RabbitMqNode}), a proxy that breaks connections ({@link
 * org.topicboards.broker.conformance.CuttingProxy}) and a broker to be disturbed ({@link
 * org.topicboards.broker.conformance.PassingBroker}).
 */
@NullMarked
package org.topicboards.broker.conformance;

import org.jspecify.annotations.NullMarked;
