package org.topicboards.comparison.load;

/**
 * What a message says of itself in a header, which costs all transports the same.
 *
 * @param phase which of the loads of a session it belongs to, from 0
 * @param stream which publisher and board it belongs to
 * @param sequence its place in that stream, from 0
 * @param intendedNanos when it was meant to be sent, by {@link System#nanoTime} of this process
 */
record Stamp(int phase, int stream, int sequence, long intendedNanos) {

  private static final char SEPARATOR = ':';

  String text() {
    return phase + ":" + stream + ":" + sequence + ":" + intendedNanos;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws NumberFormatException if it is something else
   */
  static Stamp parse(String text) {
    int first = text.indexOf(SEPARATOR);
    int second = text.indexOf(SEPARATOR, first + 1);
    int third = text.indexOf(SEPARATOR, second + 1);
    return new Stamp(
        Integer.parseInt(text, 0, first, 10),
        Integer.parseInt(text, first + 1, second, 10),
        Integer.parseInt(text, second + 1, third, 10),
        Long.parseLong(text, third + 1, text.length(), 10));
  }
}
