package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Messages whose body is their place in a row, and the checks that they arrived as posted. */
final class Numbered {

  private Numbered() {}

  /** The message in this place, from 0, of what {@code source} posts to one board. */
  static Message message(String source, int number) {
    return Message.from(source)
        .body(Integer.toString(number).getBytes(StandardCharsets.UTF_8))
        .build();
  }

  static int numberOf(Delivery delivery) {
    return Integer.parseInt(Inbox.text(delivery.message()));
  }

  /** The numbers from 0 up, as many as were posted. */
  static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Asserts that each row arrived whole, in order, nothing twice. */
  static void assertExactlyOnceInOrder(
      Collection<Delivery> deliveries, Map<Row, Integer> postedCounts) {
    assertRows(rows(deliveries), postedCounts);
  }

  /** Asserts the same of first deliveries; what comes again, as after an outage, does not count. */
  static void assertFirstDeliveriesInOrder(
      Collection<Delivery> deliveries, Map<Row, Integer> postedCounts) {
    Map<Row, List<Integer>> firsts = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Delivery delivery : deliveries) {
      if (seen.add(delivery.board() + " " + delivery.message().id())) {
        firsts.computeIfAbsent(Row.of(delivery), row -> new ArrayList<>()).add(numberOf(delivery));
      }
    }
    assertRows(firsts, postedCounts);
  }

  private static void assertRows(Map<Row, List<Integer>> arrived, Map<Row, Integer> postedCounts) {
    assertThat(arrived.keySet()).isEqualTo(postedCounts.keySet());
    arrived.forEach(
        (row, numbers) ->
            assertThat(faults(numbers, postedCounts.getOrDefault(row, 0)))
                .as("what is wrong with %s", row)
                .isEmpty());
  }

  /** What is wrong with a row, in few words: rows can be long. */
  private static List<String> faults(List<Integer> arrived, int postedCount) {
    Set<Integer> seen = new HashSet<>();
    List<Integer> repeated = new ArrayList<>();
    List<Integer> late = new ArrayList<>();
    int highest = -1;
    for (int number : arrived) {
      if (!seen.add(number)) {
        repeated.add(number);
      } else if (number < highest) {
        late.add(number);
      }
      highest = Math.max(highest, number);
    }
    List<Integer> lost =
        upTo(postedCount).stream().filter(number -> !seen.contains(number)).toList();
    List<String> faults = new ArrayList<>();
    addFault(faults, "lost", lost);
    addFault(faults, "repeated", repeated);
    addFault(faults, "out of order", late);
    return faults;
  }

  private static void addFault(List<String> faults, String what, List<Integer> numbers) {
    if (!numbers.isEmpty()) {
      List<Integer> shown = numbers.subList(0, Math.min(10, numbers.size()));
      faults.add(what + ": " + numbers.size() + " of them, first " + shown);
    }
  }

  private static Map<Row, List<Integer>> rows(Collection<Delivery> deliveries) {
    Map<Row, List<Integer>> rows = new HashMap<>();
    for (Delivery delivery : deliveries) {
      rows.computeIfAbsent(Row.of(delivery), row -> new ArrayList<>()).add(numberOf(delivery));
    }
    return rows;
  }

  /** What one publisher posts to one board, whose order the transport keeps. */
  record Row(String source, BoardName board) {
    static Row of(Delivery delivery) {
      return new Row(delivery.message().source(), delivery.board());
    }
  }
}
