package org.topicboards.broker.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.units.ByteSizes;
import org.topicboards.units.Durations;

/**
 * Reads an adapter's query parameters by name and type. Every fault is collected, so that {@link
 * #check} reports them all at once: parameter, value, rule. Not thread-safe; read once.
 */
public final class UriParameters {

  private final String scheme;
  private final Map<String, String> parameters;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  /** The parameters of {@code uri}. */
  public UriParameters(BrokerUri uri) {
    this.scheme = uri.scheme();
    this.parameters = uri.parameters();
  }

  /** A text parameter. */
  public Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(parameters.get(name));
  }

  /** A whole number from {@code least} to {@code most}. */
  public long number(String name, long defaultValue, long least, long most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, in the same words
    }
    faults.add(
        name + " was '" + text.get() + "' but must be a number from " + least + " to " + most);
    return defaultValue;
  }

  /** A size in bytes as {@link ByteSizes} reads it, from {@code least} to {@code most}. */
  public long bytes(String name, long defaultValue, long least, long most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      long value = ByteSizes.parse(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // reported below, in the same words
    }
    faults.add(
        name
            + " was '"
            + text.get()
            + "' but must be a size from "
            + ByteSizes.format(least)
            + " to "
            + ByteSizes.format(most)
            + ", such as 64k or 4m");
    return defaultValue;
  }

  /** A duration as {@link Durations} reads it, at least {@code least}. */
  public Duration duration(String name, Duration defaultValue, Duration least) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      Duration value = Durations.parse(text.get());
      if (value.compareTo(least) >= 0) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // reported below, in the same words
    }
    faults.add(
        name
            + " was '"
            + text.get()
            + "' but must be a duration of at least "
            + Durations.format(least)
            + ", such as 30s");
    return defaultValue;
  }

  /** One of several words; the first is the default, and {@code ""} there stands for none. */
  public String choice(String name, String... words) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return words[0];
    }
    if (!List.of(words).contains(text.get())) {
      String named =
          Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" or "));
      faults.add(name + " was '" + text.get() + "' but must be " + named);
      return words[0];
    }
    return text.get();
  }

  /** More that is known, in words for the message that lists it. */
  public void alsoKnown(String words) {
    known.add(words);
  }

  /** Records a fault that the adapter itself found. */
  public void fault(String message) {
    faults.add(message);
  }

  /**
   * Ends the reading: every parameter that was not asked for by then is unknown.
   *
   * @throws BadConfigurationException naming every fault, if there is any
   */
  public void check() {
    TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(known);
    for (String name : unknown) {
      faults.add("unknown parameter " + name + " (known: " + String.join(", ", known) + ")");
    }
    if (!faults.isEmpty()) {
      throw new BadConfigurationException(
          "the " + scheme + " broker URI cannot be used: " + String.join("; ", faults));
    }
  }
}
