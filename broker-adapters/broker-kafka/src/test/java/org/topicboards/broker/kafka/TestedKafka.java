package org.topicboards.broker.kafka;

import org.topicboards.broker.conformance.BrokerProcess;

/** A Kafka of the tests' own: it can be killed, and it has listeners for links that can be cut. */
interface TestedKafka extends AutoCloseable {

  /** What it is, for the log. */
  String description();

  /** Where clients find it. */
  String bootstrapServers();

  /** The ways to it that lead through proxies. */
  ProxiedLinks links();

  /** What can be stopped, killed and started again. */
  BrokerProcess process();

  /** Ends it, and deletes its data. */
  @Override
  void close();
}
