package org.topicboards.service;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerException;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandException;
import org.topicboards.command.LocalService;
import org.topicboards.service.http.HttpEndpoints;
import org.topicboards.service.http.ServiceState;
import org.topicboards.service.relay.RelayReport;
import org.topicboards.service.relay.Relays;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.StoreException;
import org.topicboards.service.store.Upkeep;

/** A board service in this process, put together from its parts. Thread-safe. */
final class RunningService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);

  /** The name of the broker in this process. */
  private static final String OWN_BROKER = "embedded";

  private static final String BROKER_FOLDER = "broker";
  private static final String RELAY_BOOKS = "relays.db";

  /** What was started, the latest first, which is the order of closing. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LocalService folderLock;
  private final @Nullable EmbeddedBroker embeddedBroker;
  private final List<NamedBroker> brokers;
  private final BrokerAttachments attachments;
  private final Relays relays;
  private final HttpEndpoints http;

  private RunningService(ServiceSettings settings) throws IOException {
    boolean started = false;
    try {
      folderLock = keep(LocalService.lock(settings.dataFolder()));
      String storeUrl = new ArchiveLocation(settings.dataFolder(), settings.storeUrl()).jdbcUrl();
      MessageStore store = keep(MessageStores.open(storeUrl, settings.missingBoards()));
      keep(Upkeep.start(store));
      if (settings.brokers().isEmpty()) {
        embeddedBroker = keep(startBroker(settings));
        brokers = List.of(new NamedBroker(OWN_BROKER, BrokerUri.parse(embeddedBroker.uri())));
      } else {
        embeddedBroker = null;
        brokers = settings.brokers();
      }
      attachments = new BrokerAttachments(brokers, store, settings.subscriptionExpiry(), meters);
      relays = new Relays(settings.relays(), settings.dataFolder().resolve(RELAY_BOOKS), meters);
      new JvmMemoryMetrics().bindTo(meters);
      http = keep(HttpEndpoints.start(settings.httpHost(), settings.httpPort(), new State()));
      keep(attachments);
      keep(relays);
      brokers.forEach(broker -> LOG.info("broker: {}", broker));
      settings.relays().rules().forEach(rule -> LOG.info("relay: {}", rule));
      LOG.info("archive: {}", MessageStores.describe(storeUrl));
      LOG.info("http: http://{}:{}", settings.httpHost(), http.port());
      started = true;
    } finally {
      if (!started) {
        closeParts();
      }
    }
  }

  /**
   * Starts everything that is on this machine. {@link #attach} does the rest.
   *
   * @throws CommandException if another service has the data folder
   * @throws StoreException if the archive cannot be opened
   * @throws EmbeddedBrokerException if the broker in this process cannot be started
   * @throws IOException if the folder or the HTTP port cannot be used
   */
  static RunningService start(ServiceSettings settings) throws IOException {
    return new RunningService(settings);
  }

  /**
   * Attaches to the brokers, waiting for them if need be, begins to relay between them, and lets
   * the commands on this machine find the one in this process. Returns when that is done, or when
   * closed meanwhile.
   *
   * @throws BrokerException if trying again would not help
   */
  void attach() throws IOException, InterruptedException {
    relays.start();
    attachments.attach();
    relays.awaitAttached();
    synchronized (this) {
      if (closed.getCount() > 0) {
        if (embeddedBroker != null) {
          folderLock.advertise(embeddedBroker.uri());
        }
        LOG.info("ready");
      }
    }
  }

  /** Returns once the service is closed. */
  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** The brokers that it archives. */
  List<NamedBroker> brokers() {
    return brokers;
  }

  /** The port of the HTTP side. */
  int httpPort() {
    return http.port();
  }

  /** Finishes the batches in hand and stops everything. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    LOG.info("stopping");
    closeParts();
    LOG.info("stopped");
    closed.countDown();
  }

  private void closeParts() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private static EmbeddedBroker startBroker(ServiceSettings settings) {
    return EmbeddedBroker.start(
        EmbeddedBrokerOptions.of(settings.dataFolder().resolve(BROKER_FOLDER))
            .onPort(settings.embeddedPort()));
  }

  private final class State implements ServiceState {
    @Override
    public List<String> fatalFaults() {
      return attachments.hasFailed() ? faults() : List.of();
    }

    @Override
    public List<String> faults() {
      return Stream.of(brokers(), relays.faults())
          .flatMap(parts -> parts.values().stream())
          .flatMap(List::stream)
          .distinct()
          .toList();
    }

    @Override
    public Map<String, List<String>> brokers() {
      return attachments.faults();
    }

    @Override
    public List<RelayReport> relays() {
      return relays.reports();
    }

    @Override
    public String metrics() {
      return meters.scrape();
    }
  }
}
