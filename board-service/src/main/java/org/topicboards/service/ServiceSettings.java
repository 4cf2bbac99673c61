package org.topicboards.service;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.service.relay.RelayPlan;

/**
 * What a board service is started with.
 *
 * @param dataFolder its own folder, created if need be; one service at a time
 * @param brokers the brokers to archive, with different names; none to start one in this process
 * @param relays what is relayed between them
 * @param storeUrl the JDBC URL of the archive, or null for a file in the data folder
 * @param embeddedPort the port of the broker in this process, 0 for any
 * @param httpPort the port of the HTTP side, 0 for any
 */
record ServiceSettings(
    Path dataFolder,
    List<NamedBroker> brokers,
    RelayPlan relays,
    @Nullable String storeUrl,
    int embeddedPort,
    int httpPort) {

  /** Copies the list. */
  ServiceSettings {
    brokers = List.copyOf(brokers);
  }

  /** Without relays. */
  ServiceSettings(
      Path dataFolder,
      List<NamedBroker> brokers,
      @Nullable String storeUrl,
      int embeddedPort,
      int httpPort) {
    this(dataFolder, brokers, RelayPlan.NONE, storeUrl, embeddedPort, httpPort);
  }
}
