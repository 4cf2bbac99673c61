package org.topicboards.benchmarks;

/**
 * A broker to measure with.
 *
 * @param name product and version, for the report
 * @param uri without parameters; holds the password
 */
record TestedBroker(String name, String uri) {

  /** Whether a broker's URI names a Kafka; else it is an AMQP broker's. */
  static boolean isKafka(String uri) {
    return uri.startsWith("kafka:");
  }

  boolean isKafka() {
    return isKafka(uri);
  }

  /** Without the URI, for its password. */
  @Override
  public String toString() {
    return name;
  }
}
