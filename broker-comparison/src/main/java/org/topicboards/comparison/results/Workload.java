package org.topicboards.comparison.results;

/**
 * What a run put on the broker.
 *
 * @param label what tells it from the scenario's others, such as {@code 5 subscribers}; empty where
 *     there is only one
 * @param value the same as a number, for an axis
 * @param bodyBytes the size of each body
 * @param ratePerSecond the intended rate of all publishers together; 0 where the scenario finds it
 * @param publishers how many publishers, each with a thread of its own
 * @param subscribers how many subscribers, each of which receives every message
 * @param boards over how many boards each publisher spreads its messages
 */
public record Workload(
    String label,
    double value,
    int bodyBytes,
    double ratePerSecond,
    int publishers,
    int subscribers,
    int boards) {}
