package org.topicboards.comparison.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.topicboards.comparison.results.DurabilityClass;

/**
 * What a broker says of itself.
 *
 * @param product its name and version
 * @param durability what it has done with a message when it confirms it
 * @param durabilityReason how that is known
 * @param settings what was read from it, by name
 */
record Facts(
    String product,
    DurabilityClass durability,
    String durabilityReason,
    Map<String, String> settings) {

  Facts {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
