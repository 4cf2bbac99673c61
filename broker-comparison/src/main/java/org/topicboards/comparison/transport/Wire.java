package org.topicboards.comparison.transport;

/** What adapter and bare client have in common, so that they are given the same work. */
final class Wire {

  /** The name under which all connections are made. */
  static final String CLIENT = "compare";

  /** The header with the intended time of sending, among other things. */
  static final String STAMP = "stamp";

  static final String CONTENT_TYPE = "application/octet-stream";

  /** The most messages of a publisher that are sent and not yet confirmed. */
  static final int WINDOW_MESSAGES = 1_000;

  /** The most messages of a subscriber that are received and not yet acknowledged. */
  static final int PREFETCH_MESSAGES = 500;

  private Wire() {}
}
