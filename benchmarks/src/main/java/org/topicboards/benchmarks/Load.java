package org.topicboards.benchmarks;

/**
 * What one run does.
 *
 * @param warmUpMessages how many messages go first, unmeasured, in the same JVM
 * @param messages how many are measured
 * @param bodyBytes the size of each body
 */
record Load(int warmUpMessages, int messages, int bodyBytes) {

  /** Warm-up and measured messages together. */
  int total() {
    return warmUpMessages + messages;
  }

  @Override
  public String toString() {
    String size = bodyBytes % 1024 == 0 ? bodyBytes / 1024 + " KiB" : bodyBytes + " B";
    return "%,d messages of %s after %,d to warm up".formatted(messages, size, warmUpMessages);
  }
}
