package org.topicboards.broker.conformance;

import java.time.Duration;
import java.util.Optional;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;

/**
 * What the kit needs of one transport: where it is, how to break it, and a foreign client beside
 * the adapter. One fixture serves all tests of a class; every test sets itself apart by a prefix of
 * its own, letters, digits and a dot at the end.
 *
 * <p>A test never depends on an optional ability: where one is missing, the kit uses the next best
 * outage, and says so.
 */
public interface BrokerFixture extends AutoCloseable {

  /** Enough for a slow machine; where things work, nothing waits so long. */
  Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  /** The broker in a few words, for the log: what it is and who started it. */
  String description();

  /** The broker, with every name on it set apart by {@code prefix}. */
  BrokerUri uri(String prefix);

  /**
   * The same where nothing collects messages unasked, so that a message nobody subscribed to is
   * unrouted.
   */
  BrokerUri uriWithoutArchive(String prefix);

  /**
   * Connects. The kit always comes this way, so that a fixture can put something between the kit
   * and the adapter.
   */
  default Broker connect(BrokerUri uri, ConnectOptions options) {
    return Brokers.connect(uri, options);
  }

  /** A new client of the transport's own library, on the names of {@code prefix}. */
  ForeignPeer foreignPeer(String prefix);

  /**
   * A new way to the broker that can be cut. Empty only for a transport that has no connections.
   */
  Optional<CuttableLink> link(String prefix);

  /**
   * This broker, or another of its kind, as a process that can be killed; empty if there is none.
   */
  default Optional<RestartableBroker> restartable() {
    return Optional.empty();
  }

  /**
   * Whether a subscriber keeps what it holds, and its place, over a lost connection. Otherwise the
   * broker gives it up with the connection: what was held comes again, and an ephemeral
   * subscription may have missed something, of which it must be told.
   */
  default boolean deliveriesOutliveConnections() {
    return false;
  }

  /** How long the kit waits for what must happen before it calls the adapter wrong. */
  default Duration patience() {
    return DEFAULT_PATIENCE;
  }

  /**
   * How many messages the transport itself counted as lost under {@code prefix}. Only a transport
   * without {@code AT_LEAST_ONCE} may say more than 0.
   */
  default long countedAsLost(String prefix) {
    return 0;
  }

  /**
   * Deletes from the broker what is left of a prefix when its durable subscriptions are removed.
   */
  void forget(String prefix);

  /** Ends what the fixture started. */
  @Override
  void close();
}
