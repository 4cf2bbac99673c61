package org.topicboards.service.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;

/** Everything that a service relays. Thread-safe. */
public final class Relays implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final long TEND_MILLIS = 1_000;

  private final RelayPlan plan;
  private final Path booksFile;
  private final @Nullable Books books;
  private final List<Relay> relays = new ArrayList<>();
  private final LossLog losses = new LossLog();
  private final ExecutorService attaching = Executors.newCachedThreadPool(Relays::daemon);
  private final CompletionService<Boolean> attached = new ExecutorCompletionService<>(attaching);
  private final ScheduledExecutorService tending =
      Executors.newSingleThreadScheduledExecutor(Relays::daemon);

  /**
   * Relays that do nothing yet.
   *
   * @param booksFile where the books are kept, if they are
   * @throws IOException if the books cannot be opened; one line
   */
  public Relays(RelayPlan plan, Path booksFile, MeterRegistry registry) throws IOException {
    this.plan = plan;
    this.booksFile = booksFile;
    this.books = plan.isVerified() ? open(booksFile) : null;
    RelayRoutes routes = new RelayRoutes(plan.rules());
    boolean hadBooks = Files.exists(booksFile);
    for (RelayRule rule : plan.rules()) {
      relays.add(
          books == null
              ? new Relay(rule, plan, routes, null, unwatched(rule, hadBooks), registry)
              : verified(rule, routes, books, registry));
    }
  }

  /** Begins to attach to the brokers, each by itself. Returns at once. */
  public void start() {
    for (Relay relay : relays) {
      submit(relay::attachSource);
      submit(relay::attachTarget);
    }
    Future<?> unused =
        tending.scheduleWithFixedDelay(this::tend, TEND_MILLIS, TEND_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Returns when every relay works, however long a broker is away, or when closed meanwhile.
   *
   * @throws BrokerException as soon as trying again would not help with one of them
   * @throws IOException if old books cannot be deleted
   */
  public void awaitAttached() throws IOException, InterruptedException {
    try {
      for (int i = 0; i < 2 * relays.size(); i++) {
        attached.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
    if (books == null && !relays.isEmpty()) {
      Books.discard(booksFile);
    }
  }

  /** Why messages are not relayed, by the name of the relay; no lines while they are. */
  public Map<String, List<String>> faults() {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    relays.forEach(relay -> faults.put(relay.rule().name(), relay.faults()));
    return faults;
  }

  /** How each relay stands. Blocks on the disk where books are kept. */
  public List<RelayReport> reports() {
    return relays.stream().map(this::report).toList();
  }

  /** Finishes what is under way, for some seconds at most, everywhere at once. Idempotent. */
  @Override
  public void close() {
    tending.shutdownNow();
    List<Thread> closing = new ArrayList<>();
    for (Relay relay : relays) {
      Thread thread = new Thread(relay::close, "close relay " + relay.rule().name());
      thread.start();
      closing.add(thread);
    }
    try {
      for (Thread thread : closing) {
        thread.join();
      }
      attaching.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (books != null) {
      books.close();
    }
  }

  private static Books open(Path file) throws IOException {
    try {
      return new Books(file, GRACE);
    } catch (LedgerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Relay verified(RelayRule rule, RelayRoutes routes, Books kept, MeterRegistry registry) {
    ArrivalWatch watch = new ArrivalWatch(rule, kept.ledger());
    Relay relay = new Relay(rule, plan, routes, kept.ledger(), watch, registry);
    Audit audit = kept.audit(rule.name(), () -> relay.faults().isEmpty(), watch::caughtUpMillis);
    relay.metrics().follow(audit, Audit::differences);
    return relay;
  }

  /** Books that are no longer kept must not collect on the target what nobody looks at. */
  private static Arrivals unwatched(RelayRule rule, boolean hadBooks) {
    return hadBooks ? target -> removeWatch(target, rule) : target -> {};
  }

  private static void removeWatch(Broker target, RelayRule rule) {
    boolean unused = target.removeSubscription(ArrivalWatch.subscription(rule));
  }

  private RelayReport report(Relay relay) {
    return new RelayReport(
        relay.rule().name(),
        relay.rule().patterns().stream().map(Objects::toString).toList(),
        relay.faults(),
        relay.relayed(),
        books == null ? null : books.report(relay.rule().name()));
  }

  private void tend() {
    try {
      relays.forEach(losses::look);
      if (books != null) {
        books.tend();
      }
    } catch (RuntimeException e) {
      LOG.error("relays cannot be looked after now", e); // thrown, it would be the last time
    }
  }

  private void submit(Attaching part) {
    Callable<Boolean> task =
        () -> {
          part.run();
          return true;
        };
    attached.submit(task);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "relays");
    thread.setDaemon(true);
    return thread;
  }

  /** Something that waits for a broker. */
  private interface Attaching {
    void run() throws InterruptedException;
  }
}
