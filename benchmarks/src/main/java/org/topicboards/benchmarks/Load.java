package org.topicboards.benchmarks;

/**
 * What one run does.
 *
 * @param warmUpMessages how many messages go first, unmeasured, in the same JVM
 * @param messages how many are measured
 * @param bodyBytes the size of each body
 */
record Load(int warmUpMessages, int messages, int bodyBytes) {

  private static final int WARM_UP_DIVISOR = 2;

  /** So many measured messages, and half of it to warm up. */
  static Load of(int messages, int bodyBytes) {
    return new Load(Math.max(1, messages / WARM_UP_DIVISOR), Math.max(1, messages), bodyBytes);
  }

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
