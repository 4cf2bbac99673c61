package org.topicboards.comparison.transport;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.comparison.results.DurabilityClass;

/**
 * A broker that somebody wants to compare, before it was asked anything.
 *
 * @param name unique among them
 * @param uri where it is; may hold a password
 * @param product what it is, where that is known without asking
 * @param durability what it does before it confirms, where that is stated rather than read
 * @param durabilityReason who stated it
 * @param settings what it was started with
 * @param server its process
 */
public record Candidate(
    String name,
    String uri,
    @Nullable String product,
    @Nullable DurabilityClass durability,
    String durabilityReason,
    Map<String, String> settings,
    Server server) {

  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,39})=(.*)");

  /**
   * The broker of an option {@code [NAME=]URI}; without a name it is called by its scheme.
   *
   * @throws BadConfigurationException if the URI cannot be read
   */
  public static Candidate parse(String text) {
    Matcher named = NAMED.matcher(text);
    String uriText = named.matches() ? named.group(2) : text;
    BrokerUri uri = BrokerUri.parse(uriText);
    if (uri.parameters().containsKey("prefix")) {
      throw new BadConfigurationException(
          uri + " has a prefix: leave it out, every run has one of its own");
    }
    String name = named.matches() ? named.group(1) : uri.scheme();
    return new Candidate(name, uriText, null, null, "", Map.of(), new ForeignServer(uri));
  }

  /** The same, with a durability that the user states. */
  public Candidate stating(DurabilityClass stated) {
    return new Candidate(name, uri, product, stated, "stated by the user", settings, server);
  }

  /** The broker for people, without credentials. */
  @Override
  public String toString() {
    return name + "=" + BrokerUri.parse(uri);
  }
}
