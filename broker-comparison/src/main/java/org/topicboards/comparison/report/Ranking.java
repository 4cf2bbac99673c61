package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Spread;
import org.topicboards.comparison.results.Workload;

/**
 * The brokers in the order of one figure, best first, those of one durability class by themselves.
 * Rows without adapter are no brokers.
 */
final class Ranking {

  /**
   * A broker in its place.
   *
   * @param name the broker
   * @param spread its figure
   */
  record Place(String name, Spread spread) {}

  private final Metric metric;
  private final Map<String, List<Place>> groups = new LinkedHashMap<>();

  /**
   * Ranks.
   *
   * @param acrossClasses whether all are one group
   */
  Ranking(Digest digest, String scenario, Workload workload, Metric metric, boolean acrossClasses) {
    this.metric = metric;
    for (BrokerEntry broker : digest.results().brokers()) {
      if (!broker.isAdapterOff()) {
        String group = acrossClasses ? "all brokers" : broker.durability().words();
        digest
            .spread(scenario, workload.label(), broker.name(), metric)
            .ifPresent(
                spread ->
                    groups
                        .computeIfAbsent(group, unused -> new ArrayList<>())
                        .add(new Place(broker.name(), spread)));
      }
    }
    Comparator<Place> byMedian = Comparator.comparingDouble(place -> place.spread().median());
    Comparator<Place> bestFirst = metric.isHigherBetter() ? byMedian.reversed() : byMedian;
    groups.values().forEach(places -> places.sort(bestFirst));
  }

  /** The brokers of each group that has some, best first, by the group's name. */
  Map<String, List<Place>> groups() {
    return groups;
  }

  /** What a group's order is, and how sure, in words. */
  String words(String group) {
    List<Place> places = groups.getOrDefault(group, List.of());
    StringBuilder words = new StringBuilder(group).append(": ");
    for (int i = 0; i < places.size(); i++) {
      if (i > 0) {
        words.append(", ");
      }
      Place place = places.get(i);
      words.append(place.name()).append(' ').append(Numbers.of(place.spread(), metric));
    }
    if (places.size() > 1) {
      words.append("; ").append(confidence(places.get(0), places.get(1)));
    }
    return words.toString();
  }

  private static String confidence(Place best, Place second) {
    if (best.spread().runs() == 1 || second.spread().runs() == 1) {
      return "one run says little: repeat it before " + best.name() + " is called better";
    }
    return best.spread().overlaps(second.spread())
        ? "no clear difference between "
            + best.name()
            + " and "
            + second.name()
            + ", their runs overlap"
        : best.name() + " is better, each of its runs than any of " + second.name();
  }
}
