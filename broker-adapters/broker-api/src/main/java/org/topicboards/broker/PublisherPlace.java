package org.topicboards.broker;

/**
 * A message's place among all that one publisher sent in one session, to whatever board. Known on
 * transports that count what they lose.
 *
 * @param publisher the session, as in {@link Reception#publishers}
 * @param number 1 for its first message, one more for each that follows
 */
public record PublisherPlace(String publisher, long number) {}
