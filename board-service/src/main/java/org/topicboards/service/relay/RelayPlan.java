package org.topicboards.service.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.topicboards.broker.BrokerUri;
import org.topicboards.message.BoardPattern;

/**
 * All that a service relays.
 *
 * @param brokers where the brokers are, by name
 * @param rules one for each pair of brokers and direction, in the order in which they were first
 *     named
 * @param isVerified whether books are kept on what is taken and what arrives
 */
public record RelayPlan(Map<String, BrokerUri> brokers, List<RelayRule> rules, boolean isVerified) {

  /** Nothing is relayed. */
  public static final RelayPlan NONE = new RelayPlan(Map.of(), List.of(), false);

  /** Parameters that part what would else be the same place. */
  private static final List<String> PLACES = List.of("prefix", "interface");

  /** Copies both. */
  public RelayPlan {
    brokers = Collections.unmodifiableMap(new LinkedHashMap<>(brokers));
    rules = List.copyOf(rules);
  }

  /**
   * Puts rules together: what several say of the same two brokers becomes one.
   *
   * @throws IllegalArgumentException with a one-line reason that names the rule at fault: one that
   *     cannot be read, names a broker that is not there, says what another one says, or joins two
   *     names of one place
   */
  public static RelayPlan of(
      Map<String, BrokerUri> brokers, List<String> rules, boolean isVerified) {
    Map<String, RelayRule> byName = new LinkedHashMap<>();
    for (String text : rules) {
      for (RelayRule rule : RelayRule.parse(text)) {
        byName.merge(checked(rule, brokers).name(), rule, RelayPlan::joined);
      }
    }
    return new RelayPlan(brokers, List.copyOf(byName.values()), isVerified);
  }

  private static RelayRule checked(RelayRule rule, Map<String, BrokerUri> brokers) {
    for (String name : List.of(rule.from(), rule.to())) {
      if (!brokers.containsKey(name)) {
        throw new IllegalArgumentException(
            "relay %s: there is no broker '%s' (%s)"
                .formatted(
                    rule.name(),
                    name,
                    brokers.isEmpty()
                        ? "name it with --broker " + name + "=URI"
                        : "there are " + String.join(", ", brokers.keySet())));
      }
    }
    BrokerUri from = Objects.requireNonNull(brokers.get(rule.from()));
    BrokerUri to = Objects.requireNonNull(brokers.get(rule.to()));
    if (isSamePlace(from, to)) {
      throw new IllegalArgumentException(
          "relay %s: both names stand for %s".formatted(rule.name(), to));
    }
    return unlikeItself(rule);
  }

  private static RelayRule joined(RelayRule one, RelayRule other) {
    List<BoardPattern> patterns = new ArrayList<>(one.patterns());
    patterns.addAll(other.patterns());
    return unlikeItself(new RelayRule(one.from(), one.to(), patterns));
  }

  private static RelayRule unlikeItself(RelayRule rule) {
    Set<BoardPattern> named = new HashSet<>();
    for (BoardPattern pattern : rule.patterns()) {
      if (!named.add(pattern)) {
        throw new IllegalArgumentException(
            "relay %s: '%s' is relayed twice (leave one of the rules)"
                .formatted(rule.name(), pattern));
      }
    }
    return rule;
  }

  private static boolean isSamePlace(BrokerUri one, BrokerUri other) {
    return one.scheme().equals(other.scheme())
        && !Collections.disjoint(one.hosts(), other.hosts())
        && one.path().equals(other.path())
        && PLACES.stream()
            .allMatch(
                name -> Objects.equals(one.parameters().get(name), other.parameters().get(name)));
  }
}
