/**
 * A real Apache Kafka, one node in KRaft mode, for tests, benchmarks and comparisons: in this
 * process ({@link org.topicboards.broker.embedded.kafka.EmbeddedKafka}), or as a child of it that
 * can be killed ({@link org.topicboards.broker.embedded.kafka.EmbeddedKafkaProcess}). It listens on
 * the loopback interface only.
 *
 * <p>This is a server, not an adapter: clients reach it by its bootstrap servers like any other
 * Kafka.
 *
 * <p>Kafka logs through SLF4J, some 2,500 lines at INFO for a start and a stop. A program that
 * embeds it sets the loggers {@code kafka}, {@code org.apache.kafka} and {@code
 * state.change.logger} to WARN.
 */
@NullMarked
package org.topicboards.broker.embedded.kafka;

import org.jspecify.annotations.NullMarked;
