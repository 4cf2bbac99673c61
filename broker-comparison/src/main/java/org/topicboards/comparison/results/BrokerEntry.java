package org.topicboards.comparison.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the brokers that were compared.
 *
 * @param name unique among them
 * @param uri where it is, without credentials
 * @param isAdapterOff whether the bare client was used in place of the adapter
 * @param product what it says it is, with its version
 * @param durability what it has done with a message when it confirms it
 * @param durabilityReason how that is known
 * @param guarantees the names of the guarantees that its transport promises
 * @param settings everything that was read from it or set for it
 * @param fault why it could not be measured, or not to the end; null where it could
 */
public record BrokerEntry(
    String name,
    String uri,
    boolean isAdapterOff,
    String product,
    DurabilityClass durability,
    String durabilityReason,
    List<String> guarantees,
    Map<String, String> settings,
    @Nullable String fault) {

  /** Copies list and map. */
  public BrokerEntry {
    guarantees = List.copyOf(guarantees);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The same, with a fault. */
  public BrokerEntry failedBy(String newFault) {
    return new BrokerEntry(
        name,
        uri,
        isAdapterOff,
        product,
        durability,
        durabilityReason,
        guarantees,
        settings,
        newFault);
  }
}
