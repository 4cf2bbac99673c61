package org.topicboards.service;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.store.MissingBoards;

/**
 * What a board service is started with.
 *
 * @param dataFolder its own folder, created if need be; one service at a time
 * @param brokers the brokers to archive, with different names; none to start one in this process
 * @param relays what is relayed between them
 * @param storeUrl the JDBC URL of the archive, or null for a file in the data folder
 * @param missingBoards what becomes of messages to boards that nobody created
 * @param subscriptionExpiry when abandoned subscriptions are removed
 * @param embeddedPort the port of the broker in this process, 0 for any
 * @param httpHost the name or address of the interface of the HTTP side, {@code 0.0.0.0} for all
 * @param httpPort the port of the HTTP side, 0 for any
 */
record ServiceSettings(
    Path dataFolder,
    List<NamedBroker> brokers,
    RelayPlan relays,
    @Nullable String storeUrl,
    MissingBoards missingBoards,
    SubscriptionExpiry subscriptionExpiry,
    int embeddedPort,
    String httpHost,
    int httpPort) {

  /** Where the HTTP side is unless somebody says otherwise: nobody else can reach it. */
  static final String LOOPBACK = "127.0.0.1";

  /** Copies the list. */
  ServiceSettings {
    brokers = List.copyOf(brokers);
  }

  /**
   * Without relays, with boards that are there from their first message on, with subscriptions that
   * never expire, and with the HTTP side on {@link #LOOPBACK}.
   */
  ServiceSettings(
      Path dataFolder,
      List<NamedBroker> brokers,
      @Nullable String storeUrl,
      int embeddedPort,
      int httpPort) {
    this(
        dataFolder,
        brokers,
        RelayPlan.NONE,
        storeUrl,
        MissingBoards.CREATE,
        SubscriptionExpiry.NEVER,
        embeddedPort,
        LOOPBACK,
        httpPort);
  }
}
