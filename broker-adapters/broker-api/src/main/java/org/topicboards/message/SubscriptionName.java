package org.topicboards.message;

/**
 * The name of a durable subscription: the same characters as a {@link BoardName}, at most {@value
 * #MAX_LENGTH} of them, so that its dead-letter board {@code _dead.<name>} is a board name too.
 *
 * @param value the name as text
 */
public record SubscriptionName(String value) {

  /** The longest name, in characters (all of them ASCII). */
  public static final int MAX_LENGTH = 100;

  /** The board service's own subscription, which gets every message and gives none up. */
  public static final SubscriptionName ARCHIVE = new SubscriptionName("_archive");

  private static final String RELAY_PREFIX = "_relay.";

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value
   */
  public SubscriptionName {
    String fault;
    if (value.isEmpty()) {
      fault = "it is empty";
    } else if (value.length() > MAX_LENGTH) {
      fault = "it has " + value.length() + " characters, at most " + MAX_LENGTH + " are allowed";
    } else {
      fault = Names.faultInWords(value, false);
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "'" + Names.shown(value) + "' is no subscription name: " + fault);
    }
  }

  /** The subscription of this name; see the constructor for what is refused. */
  public static SubscriptionName of(String value) {
    return new SubscriptionName(value);
  }

  /**
   * The subscription by which a board service takes what it relays.
   *
   * @param words which relay this is, such as the names of both brokers; each is one word
   * @throws IllegalArgumentException if that makes no subscription name
   */
  public static SubscriptionName relay(String... words) {
    return of(RELAY_PREFIX + String.join(".", words));
  }

  /** Whether the name is reserved for the system. */
  public boolean isReserved() {
    return value.charAt(0) == '_';
  }

  /** The board to which this subscription's undeliverable messages go. */
  public BoardName deadLetterBoard() {
    return BoardName.of("_dead." + value);
  }

  /** The name as text. */
  @Override
  public String toString() {
    return value;
  }
}
