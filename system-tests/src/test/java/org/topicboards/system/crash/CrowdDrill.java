package org.topicboards.system.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A service with an archive, a crowd that asks for all of it, and a publisher. Not thread-safe. */
final class CrowdDrill implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final String TOPIC = "crowd";
  private static final BoardName LIVE_BOARD = BoardName.of("live.board");
  private static final int CLIENTS_PER_CONNECTION = 50;

  private final Workload workload;
  private final int liveRate;
  private final RelayedBroker server;
  private final Consumer<String> report;
  private final ServiceProcess service;
  private long largestHeapBytes;

  /** What must be ended, the latest first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Starts a service. The broker is the caller's.
   *
   * @param messages what each client gets
   * @param liveRate messages posted a second meanwhile, 0 for as many as the broker confirms
   */
  CrowdDrill(
      int messages,
      int liveRate,
      long seed,
      RelayedBroker server,
      Program.Home home,
      Path folder,
      Consumer<String> report) {
    this.workload = new Workload(TOPIC, messages, seed);
    this.liveRate = liveRate;
    this.server = server;
    this.report = report;
    this.service = new ServiceProcess(home, folder, Map.of("BOARD_BROKER", server.uriText()));
    opened.push(service::kill);
  }

  /** Fills the archive, posts, lets the crowd ask, and returns when everybody has an answer. */
  Result run(int clients) throws InterruptedException {
    Patience.await("the service is ready", POLL, service::isReady);
    Broker broker = keep(Brokers.connect(server.uri()));
    Posters posters = new Posters(broker, workload);
    posters.start();
    posters.awaitConfirmed();
    Patience.await("all is archived", POLL, () -> archived() >= workload.messages());
    CountDownLatch asking = new CountDownLatch(1);
    List<CrowdClient> crowd = crowd(clients, asking);

    keep(new LivePublisher(broker.publisher(PublisherOptions.DEFAULTS), liveRate));
    Thread.sleep(WARM_UP.toMillis());
    Rate before = new Rate();
    Thread.sleep(MEASURED.toMillis());
    double archivedBefore = before.messagesPerSecond();
    report.accept("archiving %,.0f messages/s; all ask now".formatted(archivedBefore));

    Rate meanwhile = new Rate();
    asking.countDown();
    Patience.await("everybody has been answered", POLL, () -> areDone(crowd));
    return new Result(
        crowd.stream()
            .filter(client -> client.fault().isEmpty())
            .map(client -> (client.doneNanos() - meanwhile.startNanos) / 1e9)
            .sorted()
            .toList(),
        archivedBefore,
        meanwhile.messagesPerSecond(),
        largestHeapBytes >> 20,
        crowd.stream().flatMap(client -> client.fault().stream()).toList());
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        report.accept("not closed: " + e);
      }
    }
  }

  private List<CrowdClient> crowd(int clients, CountDownLatch asking) {
    List<CrowdClient> crowd = new ArrayList<>();
    Broker broker = keep(Brokers.connect(server.uri()));
    for (int number = 1; number <= clients; number++) {
      if (number % CLIENTS_PER_CONNECTION == 0) {
        broker = keep(Brokers.connect(server.uri()));
      }
      crowd.add(
          keep(
              new CrowdClient(
                  broker, "client " + number, TOPIC + ".#", workload.messages(), asking)));
    }
    return crowd;
  }

  private boolean areDone(List<CrowdClient> crowd) {
    largestHeapBytes =
        Math.max(largestHeapBytes, service.metric("jvm_memory_used_bytes{area=\"heap\""));
    return crowd.stream().allMatch(CrowdClient::isDone);
  }

  private long archived() {
    return service.metric("boards_archived_total{");
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  /**
   * How it went.
   *
   * @param seconds how long each of those took who got everything, in order; the shortest first
   * @param archivedBefore messages archived in a second before anybody asked
   * @param archivedMeanwhile the same until everybody was answered
   * @param faults what was wrong with the answers of the others
   */
  record Result(
      List<Double> seconds,
      double archivedBefore,
      double archivedMeanwhile,
      long heapMegabytes,
      List<String> faults) {

    double archivingRatio() {
      return archivedMeanwhile / archivedBefore;
    }
  }

  /** How fast messages are archived from its making on. */
  private final class Rate {
    private final long startNanos = System.nanoTime();
    private final long archivedThen = archived();

    double messagesPerSecond() {
      return (archived() - archivedThen) / ((System.nanoTime() - startNanos) / 1e9);
    }
  }

  /** Posts until closed. */
  private static final class LivePublisher implements AutoCloseable {
    private final Publisher publisher;
    private final long pauseNanos;
    private final Thread thread = new Thread(this::run, "live publisher");
    private volatile boolean closed;

    LivePublisher(Publisher publisher, int ratePerSecond) {
      this.publisher = publisher;
      this.pauseNanos = ratePerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
      thread.start();
    }

    @Override
    public void close() {
      closed = true;
      publisher.close();
    }

    private void run() {
      byte[] body = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);
      try {
        for (long dueNanos = System.nanoTime(); !closed; dueNanos += pauseNanos) {
          LockSupport.parkNanos(dueNanos - System.nanoTime());
          var unused = publisher.publish(LIVE_BOARD, Message.from("live").body(body).build());
        }
      } catch (BrokerClosedException e) {
        closed = true;
      }
    }
  }
}
