package org.topicboards.comparison.results;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a broker has done with a message when it confirms it. Only equals are ranked. */
public enum DurabilityClass {
  /** Nobody confirms: the message was handed to the network. */
  UNCONFIRMED("not confirmed"),

  /** Outlives the broker's process, but not the power of its machine. */
  MEMORY("confirmed in memory"),

  /** On the disk of one machine. */
  FSYNC("fsync before confirm"),

  /** On several machines. */
  REPLICATED("replicated before confirm"),

  /** Nobody could say. */
  UNKNOWN("durability not known");

  private final String words;

  DurabilityClass(String words) {
    this.words = words;
  }

  /** The class in a few words. */
  public String words() {
    return words;
  }

  /**
   * The class of this name, in any case.
   *
   * @throws IllegalArgumentException one line that lists the names
   */
  public static DurabilityClass of(String name) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is no durability class (known: "
                        + Arrays.stream(values())
                            .map(known -> known.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + ")"));
  }
}
