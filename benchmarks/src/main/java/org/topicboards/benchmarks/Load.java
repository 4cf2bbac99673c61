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

  /** With fewer the JVM is still compiling, and more of our code than of the bare client's. */
  private static final int SHORTEST_WARM_UP = 100_000;

  private static final int LARGEST_WARM_UP_BODY_BYTES = 100;

  /** So many measured messages, and half of it to warm up, or {@value #SHORTEST_WARM_UP}. */
  static Load of(int messages, int bodyBytes) {
    return new Load(
        Math.max(SHORTEST_WARM_UP, messages / WARM_UP_DIVISOR), Math.max(1, messages), bodyBytes);
  }

  /** The same with so many to warm up, if that is more. */
  Load warmedUpBy(int leastWarmUpMessages) {
    return new Load(Math.max(warmUpMessages, leastWarmUpMessages), messages, bodyBytes);
  }

  /** The size of each body where what goes first need not be as large as what is measured. */
  int warmUpBodyBytes() {
    return Math.min(bodyBytes, LARGEST_WARM_UP_BODY_BYTES);
  }

  /** The bytes of all bodies, those to warm up of that size. */
  long totalBodyBytes() {
    return (long) warmUpMessages * warmUpBodyBytes() + (long) messages * bodyBytes;
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
