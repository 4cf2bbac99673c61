/**
 * Boards on AMQP 0-9-1: RabbitMQ, and the embedded broker, which speaks the same protocol. {@link
 * org.topicboards.broker.rabbitmq.RabbitMqProvider} is the entry; {@code docs/rabbitmq-mapping.md}
 * says what other tools see.
 */
@NullMarked
package org.topicboards.broker.rabbitmq;

import org.jspecify.annotations.NullMarked;
