package org.topicboards.system.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Brokers;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** One broker, two services on one archive, and readers of it. Not thread-safe. */
final class SharedArchiveDrill implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int READERS = 4;

  /** The database may still commit what it got from a service that is gone: one batch. */
  private static final int BATCH_MESSAGES = 1_000;

  private final Workload workload;
  private final Consumer<String> report;
  private final Archive archive;
  private final Posters posters;
  private final List<NamedService> services = new ArrayList<>();
  private final MessageStore store;
  private final List<ArchiveReader> readers = new ArrayList<>();

  /** What must be ended, the latest first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private final long startNanos = System.nanoTime();

  /** Sets everything up; the broker and the schema are the caller's. */
  SharedArchiveDrill(
      Workload workload,
      RelayedBroker server,
      String jdbcUrl,
      Program.Home home,
      Path folder,
      Consumer<String> report)
      throws IOException, InterruptedException {
    this.workload = workload;
    this.report = report;
    this.archive = new Archive(jdbcUrl);
    boolean started = false;
    try {
      Map<String, String> settings =
          Map.of("BOARD_BROKER", server.uriText(), "BOARD_STORE", jdbcUrl);
      for (String name : List.of("service 1", "service 2")) {
        Path own = Files.createDirectories(folder.resolve(name.replace(' ', '-')));
        NamedService service = new NamedService(name, new ServiceProcess(home, own, settings));
        opened.push(service.process()::kill);
        services.add(service);
        Patience.await(name + " is ready", POLL, service.process()::isReady);
      }
      Broker broker = keep(Brokers.connect(server.uri()));
      this.posters = new Posters(broker, workload);
      this.store = keep(MessageStores.openToRead(jdbcUrl));
      for (int number = 1; number <= READERS; number++) {
        readers.add(keep(ArchiveReader.follow("reader " + number, store)));
      }
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Posts everything, carries out the kills, and returns when every reader has seen everything. */
  void run(int kills) throws InterruptedException {
    posters.start();
    for (int kill = 1; kill <= kills; kill++) {
      double part = kill / (kills + 1.0);
      Patience.await("enough is archived", POLL, () -> read() >= part * workload.messages());
      carryOut(kill);
    }
    posters.awaitConfirmed();
    tell("all posted and confirmed");
    Patience.await(
        "every reader has seen everything",
        POLL,
        () -> readers.stream().allMatch(reader -> reader.messages() >= workload.messages()));
    tell("all archived, %s".formatted(counts()));
  }

  /** What is archived, compared with what was sent. */
  Ledger.Totals archived() {
    Ledger ledger = new Ledger(workload);
    archive.readInto(ledger);
    return ledger.totals();
  }

  /** What the readers have seen, and what one sees who comes only now. */
  List<ArchiveReader.Seen> seen() throws InterruptedException {
    ArchiveReader late = keep(ArchiveReader.follow("reader who came late", store));
    readers.add(late);
    Patience.await("it has read all", POLL, () -> late.messages() >= workload.messages());
    List<ArchiveReader.Seen> seen = new ArrayList<>();
    for (ArchiveReader reader : readers) {
      seen.add(reader.stop());
    }
    return seen;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        tell("not closed: " + e);
      }
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  private void carryOut(int number) throws InterruptedException {
    NamedService victim =
        services.stream().max(Comparator.comparingLong(NamedService::archived)).orElseThrow();
    String before = counts();
    int unconfirmed = posters.unconfirmed();
    double killedAt = seconds();
    victim.process().kill();
    int enough = Math.min(archive.size() + BATCH_MESSAGES + 1, workload.messages());
    Patience.await("the other one archives", POLL, () -> archive.size() >= enough);
    double takenOverAt = seconds();
    victim.process().start();
    Patience.await("it is ready again", POLL, victim.process()::isReady);
    report.accept(
        ("%7.1f s  kill %d: %s (%s; %,d unconfirmed);"
                + " archiving again after %.1f s, both up after %.1f s")
            .formatted(
                killedAt,
                number,
                victim.name(),
                before,
                unconfirmed,
                takenOverAt - killedAt,
                seconds() - killedAt));
  }

  private int read() {
    return readers.stream().mapToInt(ArchiveReader::messages).min().orElse(0);
  }

  private String counts() {
    return String.join(
        ", ",
        services.stream()
            .map(service -> "%s has archived %,d".formatted(service.name(), service.archived()))
            .toList());
  }

  private void tell(String what) {
    report.accept("%7.1f s  %s".formatted(seconds(), what));
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** One of the services. */
  private record NamedService(String name, ServiceProcess process) {

    /** How many messages it has stored since its latest start. */
    long archived() {
      return process.metric("boards_archived_total{");
    }
  }
}
