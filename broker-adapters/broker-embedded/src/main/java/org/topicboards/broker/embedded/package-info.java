/**
 * An AMQP 0-9-1 broker inside this process: Apache Qpid Broker-J, reachable on the loopback
 * interface only, its messages kept in a folder.
 *
 * <p>Start at {@link org.topicboards.broker.embedded.EmbeddedBroker#start}. This is a server, not
 * an adapter: clients reach it by its URI like any other AMQP broker.
 */
@NullMarked
package org.topicboards.broker.embedded;

import org.jspecify.annotations.NullMarked;
