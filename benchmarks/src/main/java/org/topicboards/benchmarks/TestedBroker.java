package org.topicboards.benchmarks;

/**
 * A broker to measure with.
 *
 * @param name product and version, for the report
 * @param uri without parameters; holds the password
 */
record TestedBroker(String name, String uri) {

  /** Without the URI, for its password. */
  @Override
  public String toString() {
    return name;
  }
}
