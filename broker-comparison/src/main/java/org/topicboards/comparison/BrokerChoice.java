package org.topicboards.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.topicboards.comparison.results.DurabilityClass;
import org.topicboards.comparison.transport.Candidate;
import picocli.CommandLine.Option;

/** The options that say what is compared. */
final class BrokerChoice {

  @Option(
      names = "--broker",
      paramLabel = "[NAME=]URI",
      split = "\\s+",
      hideParamSyntax = true,
      description =
          "A broker to compare; may be repeated, or a list with spaces. It is called by its"
              + " scheme where it has no NAME.")
  private List<String> brokers = List.of();

  @Option(
      names = "--embedded",
      fallbackValue = "true",
      description =
          "Compare an embedded AMQP broker, an embedded Kafka and loopback multicast; nothing need"
              + " be installed.")
  private boolean embedded;

  @Option(
      names = "--durability",
      paramLabel = "NAME=CLASS",
      split = ",",
      description =
          "State what a broker has done when it confirms, in place of what was read: unconfirmed,"
              + " memory, fsync or replicated; may be repeated.")
  private Map<String, String> durability = new LinkedHashMap<>();

  /** Whether the embedded brokers are wanted. */
  boolean isEmbedded() {
    return embedded;
  }

  /**
   * The brokers of the options, and these.
   *
   * @throws IllegalArgumentException if there is none, two have one name, or a durability is stated
   *     of nobody; one line
   */
  List<Candidate> candidates(List<Candidate> started) {
    List<Candidate> all = new ArrayList<>(started);
    brokers.forEach(text -> all.add(Candidate.parse(text)));
    if (all.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: use --embedded, --broker or --from");
    }
    Map<String, Candidate> byName = new LinkedHashMap<>();
    for (Candidate candidate : all) {
      if (byName.putIfAbsent(candidate.name(), candidate) != null) {
        throw new IllegalArgumentException(
            "two brokers are called '"
                + candidate.name()
                + "': give them names, as in --broker other="
                + candidate.toString().substring(candidate.name().length() + 1));
      }
    }
    durability.forEach((name, words) -> byName.put(name, stated(byName, name, words)));
    return List.copyOf(byName.values());
  }

  private static Candidate stated(Map<String, Candidate> byName, String name, String words) {
    Candidate candidate = byName.get(name);
    if (candidate == null) {
      throw new IllegalArgumentException(
          "--durability names '" + name + "', and there are " + String.join(", ", byName.keySet()));
    }
    return candidate.stating(DurabilityClass.of(words));
  }
}
