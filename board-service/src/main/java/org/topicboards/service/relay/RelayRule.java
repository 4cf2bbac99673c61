package org.topicboards.service.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.topicboards.message.BoardPattern;
import org.topicboards.units.OneLine;

/**
 * What is relayed from one broker to another.
 *
 * <pre>{@code
 * rule = name ( "->" / "<->" ) name ":" pattern *( "," pattern )
 * }</pre>
 *
 * @param from the name of the broker where messages are taken
 * @param to the name of the broker where they are posted
 * @param patterns their boards, at least one pattern and none of system boards
 */
public record RelayRule(String from, String to, List<BoardPattern> patterns) {

  private static final Pattern RULE =
      Pattern.compile("\\s*([^\\s:<>,]+)\\s*(<?->)\\s*([^\\s:<>,]+)\\s*:(.*)", Pattern.DOTALL);

  /** Names stand in subscription names, where a dot would part words. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

  private static final int SHOWN_CHARACTERS = 100;

  /** Checks the names and the patterns. */
  public RelayRule {
    patterns = List.copyOf(patterns);
    String relay = from + "->" + to;
    for (String name : List.of(from, to)) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "relay %s: a broker that is relayed needs a name of at most 40 of A-Z a-z 0-9 _ - (%s)"
                .formatted(relay, "--broker NAME=URI"));
      }
    }
    if (from.equals(to)) {
      throw new IllegalArgumentException("relay " + relay + " leads back to the same broker");
    }
    for (BoardPattern pattern : patterns) {
      if (pattern.isSystem()) {
        throw new IllegalArgumentException(
            "relay %s: '%s' means system boards, which are not relayed".formatted(relay, pattern));
      }
    }
  }

  /**
   * Reads a rule, which is two where it is written with {@code <->}.
   *
   * @throws IllegalArgumentException with a one-line reason that names the rule
   */
  public static List<RelayRule> parse(String text) {
    Matcher rule = RULE.matcher(text);
    if (!rule.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no relay rule (write FROM->TO: PATTERN, such as rabbit->kafka: news.#)"
              .formatted(shown(text)));
    }
    List<BoardPattern> patterns = patterns(text, rule.group(4));
    String one = rule.group(1);
    String other = rule.group(3);
    RelayRule there = new RelayRule(one, other, patterns);
    return rule.group(2).equals("->")
        ? List.of(there)
        : List.of(there, new RelayRule(other, one, patterns));
  }

  private static List<BoardPattern> patterns(String rule, String list) {
    List<BoardPattern> patterns = new ArrayList<>();
    for (String pattern : list.split(",", -1)) {
      try {
        patterns.add(BoardPattern.of(pattern.strip()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "relay rule '" + shown(rule) + "': " + e.getMessage(), e);
      }
    }
    return patterns;
  }

  private static String shown(String text) {
    return OneLine.of(text.strip(), SHOWN_CHARACTERS);
  }

  /** The rule without its patterns, which is how the log, the metrics and HTTP call the relay. */
  public String name() {
    return from + "->" + to;
  }

  /** The rule as it is written. */
  @Override
  public String toString() {
    return name() + ": " + String.join(", ", patterns.stream().map(BoardPattern::value).toList());
  }
}
