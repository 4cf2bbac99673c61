/**
 * Boards on Apache Kafka. {@link org.topicboards.broker.kafka.KafkaProvider} is the entry; {@code
 * docs/kafka-mapping.md} says what other tools see.
 */
@NullMarked
package org.topicboards.broker.kafka;

import org.jspecify.annotations.NullMarked;
