package org.topicboards.service.relay;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.topicboards.message.BoardName;

/**
 * Which relay brings a message to which broker, so that it comes to each once however the rules
 * join the brokers: for every board, and every broker that it may begin on, the rules make a tree
 * of shortest ways, and a message keeps to it. Thread-safe.
 */
final class RelayRoutes {

  private static final int REMEMBERED_TREES = 10_000;

  private final List<RelayRule> rules;
  private final Map<TreeKey, Map<String, String>> trees = new ConcurrentHashMap<>();

  RelayRoutes(List<RelayRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Whether a message that is on broker {@code from} is relayed from there to {@code to}. It is not
   * if it has been there, has come back, or takes another way.
   *
   * @param hops where it has been before
   */
  boolean carries(String from, String to, BoardName board, Hops hops) {
    if (hops.contains(to) || hops.contains(from)) {
      return false;
    }
    return from.equals(tree(beginning(from, board, hops), board).get(to));
  }

  /** Where the message came in, as far as these rules know; other services have rules of theirs. */
  private String beginning(String from, BoardName board, Hops hops) {
    for (String hop : hops.names()) {
      if (tree(hop, board).containsKey(from)) {
        return hop;
      }
    }
    return from;
  }

  /** The broker before each broker that a message on {@code board} reaches from {@code root}. */
  private Map<String, String> tree(String root, BoardName board) {
    TreeKey key = new TreeKey(root, board);
    Map<String, String> tree = trees.get(key);
    if (tree == null) {
      if (trees.size() >= REMEMBERED_TREES) {
        trees.clear();
      }
      tree = grow(root, board);
      trees.put(key, tree);
    }
    return tree;
  }

  private Map<String, String> grow(String root, BoardName board) {
    List<RelayRule> matching =
        rules.stream()
            .filter(rule -> rule.patterns().stream().anyMatch(pattern -> pattern.matches(board)))
            .toList();
    Map<String, String> before = new HashMap<>();
    Queue<String> reached = new ArrayDeque<>(List.of(root));
    while (!reached.isEmpty()) {
      String broker = reached.remove();
      for (RelayRule rule : matching) {
        if (rule.from().equals(broker)
            && !rule.to().equals(root)
            && before.putIfAbsent(rule.to(), broker) == null) {
          reached.add(rule.to());
        }
      }
    }
    return Map.copyOf(before);
  }

  private record TreeKey(String root, BoardName board) {}
}
