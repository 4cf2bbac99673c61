package org.topicboards.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;

/**
 * A broker to archive.
 *
 * @param name how the log, the metrics and the HTTP side call it: letters, digits, {@code .},
 *     {@code _} and {@code -}, at most 64 of them, the first a letter or a digit
 * @param uri where it is; as secret as its password
 */
record NamedBroker(String name, BrokerUri uri) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9._]+");

  /** Checks the name. */
  NamedBroker {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name for a broker (at most 64 of A-Z a-z 0-9 . _ - and the first a letter"
              + " or a digit)");
    }
  }

  /**
   * Reads {@code NAME=URI}, or a URI alone. The name is then the scheme, the first host and its
   * port, where the URI has one: {@code kafka-h1-9092}.
   *
   * @throws BadConfigurationException if the URI cannot be read
   * @throws IllegalArgumentException if the name cannot be one
   */
  static NamedBroker parse(String text) {
    int equals = text.indexOf('=');
    boolean isNamed = equals >= 0 && equals < text.indexOf("://");
    if (isNamed) {
      return new NamedBroker(
          text.substring(0, equals), BrokerUri.parse(text.substring(equals + 1)));
    }
    BrokerUri uri = BrokerUri.parse(text);
    return new NamedBroker(defaultName(uri), uri);
  }

  /**
   * Reads the words of a list. What is no URI and has no name either is the beginning of a name
   * with spaces, and refused as that.
   *
   * @throws BadConfigurationException if a URI cannot be read
   * @throws IllegalArgumentException if a name cannot be one
   */
  static List<NamedBroker> parseAll(List<String> words) {
    List<NamedBroker> brokers = new ArrayList<>();
    String begun = "";
    for (String word : words) {
      if (WORD.matcher(word).matches()) {
        begun += word + " ";
      } else {
        brokers.add(parse(begun + word));
        begun = "";
      }
    }
    if (!begun.isEmpty()) {
      brokers.add(parse(begun));
    }
    return brokers;
  }

  private static String defaultName(BrokerUri uri) {
    String name = uri.scheme() + "-" + uri.hosts().get(0).toString().toLowerCase(Locale.ROOT);
    String plain = NOT_OF_A_NAME.matcher(name).replaceAll("-");
    return plain.substring(0, Math.min(plain.length(), 64));
  }

  /** The name and the URI, free of credentials. */
  @Override
  public String toString() {
    return name + " " + uri;
  }
}
