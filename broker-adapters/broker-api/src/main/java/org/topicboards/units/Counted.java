package org.topicboards.units;

/** Numbers with what they count, such as {@code 1 message} and {@code 2 messages}. */
public final class Counted {

  private Counted() {}

  /**
   * The number and the noun, which gets an s unless it is one.
   *
   * @param noun one of them
   */
  public static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The same and a verb, such as {@code 1 message was} and {@code 2 messages were}. */
  public static String of(long number, String noun, String verbOfOne, String verbOfMany) {
    return of(number, noun) + " " + (number == 1 ? verbOfOne : verbOfMany);
  }
}
