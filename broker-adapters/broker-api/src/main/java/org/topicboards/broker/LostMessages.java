package org.topicboards.broker;

/**
 * Messages of a publisher that did not arrive. Nobody here knows what boards they were for.
 *
 * @param publisher the session, as in {@link PublisherPlace}
 * @param from the number of the first of them
 * @param to the number of the last
 */
public record LostMessages(String publisher, long from, long to) {

  /** How many. */
  public long count() {
    return to - from + 1;
  }
}
