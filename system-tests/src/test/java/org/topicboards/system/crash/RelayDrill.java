package org.topicboards.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Two brokers, a service that relays between them both ways, and what befalls them. */
final class RelayDrill implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final RelayedBroker amqp;
  private final RelayedBroker kafka;
  private final Consumer<String> report;
  private final ServiceProcess service;
  private final List<RelayDirection> directions = new ArrayList<>();
  private final JsonMapper json = new JsonMapper();
  private final long startNanos = System.nanoTime();

  /** Sets everything up; ends the brokers with itself. */
  RelayDrill(
      RelayedBroker amqp,
      RelayedBroker kafka,
      int messages,
      long seed,
      Program.Home home,
      Path folder,
      Consumer<String> report)
      throws InterruptedException {
    this.amqp = amqp;
    this.kafka = kafka;
    this.report = report;
    String boards = RelayDirection.topic(amqp) + ".#, " + RelayDirection.topic(kafka) + ".#";
    this.service =
        new ServiceProcess(
            home,
            folder,
            Map.of(
                "BOARD_BROKER",
                "amqp=" + amqp.uriText() + " kafka=" + kafka.uriText(),
                "BOARD_RELAY",
                "amqp<->kafka: " + boards,
                "BOARD_RELAY_VERIFY",
                "true"));
    boolean started = false;
    try {
      awaitReady();
      directions.add(new RelayDirection(amqp, kafka, messages, seed));
      directions.add(new RelayDirection(kafka, amqp, messages, seed + 1));
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Posts everything, kills everything, and returns when all has arrived and the books agree. */
  void run() throws InterruptedException {
    directions.forEach(RelayDirection::post);
    kill(0.1, "board-service", service::kill, service::start);
    kill(0.3, "amqp broker", amqp.process()::kill, amqp.process()::start);
    kill(0.5, "kafka broker", kafka.process()::kill, kafka.process()::start);
    kill(0.7, "board-service", service::kill, service::start);
    for (RelayDirection direction : directions) {
      direction.awaitPosted();
    }
    tell("all posted and confirmed");
    Patience.await("everything has arrived", POLL, () -> arrived() == total());
    tell("all arrived");
    Patience.await("the books are settled", POLL, this::isSettled);
  }

  /** How each direction went, one row for each, for after {@link #run}. */
  List<Row> result() {
    JsonNode relays = relays();
    return directions.stream()
        .map(
            direction ->
                new Row(
                    direction.name(),
                    direction.messages(),
                    direction.totals(),
                    books(relays, direction.name())))
        .toList();
  }

  @Override
  public void close() {
    directions.forEach(RelayDirection::close);
    service.kill();
    amqp.close();
    kafka.close();
  }

  private void kill(double part, String victim, Runnable kill, Runnable start)
      throws InterruptedException {
    Patience.await("enough has arrived", POLL, () -> arrived() >= part * total());
    tell(
        "kill %-13s  %,d arrived, %,d unconfirmed"
            .formatted(
                victim,
                arrived(),
                directions.stream().mapToInt(RelayDirection::unconfirmed).sum()));
    kill.run();
    start.run();
    awaitReady();
    tell("all up again");
  }

  private void awaitReady() throws InterruptedException {
    Patience.await("the service relays", POLL, service::isReady);
  }

  private int arrived() {
    return directions.stream().mapToInt(RelayDirection::arrived).sum();
  }

  private int total() {
    return directions.stream().mapToInt(RelayDirection::messages).sum();
  }

  private boolean isSettled() {
    for (JsonNode relay : relays()) {
      JsonNode verification = relay.get("verification");
      if (!verification.get("settled").asBoolean() || verification.get("pending").asLong() > 0) {
        return false;
      }
    }
    return true;
  }

  private JsonNode relays() {
    try {
      return json.readTree(service.get("/relays").body()).get("relays");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Books books(JsonNode relays, String name) {
    for (JsonNode relay : relays) {
      if (relay.get("relay").asText().equals(name)) {
        return Books.of(relay.get("verification"));
      }
    }
    throw new DrillException("the service does not know the relay " + name);
  }

  private void tell(String what) {
    report.accept("%7.1f s  %s".formatted((System.nanoTime() - startNanos) / 1e9, what));
  }

  /**
   * What became of one direction.
   *
   * @param totals what arrived, compared with what was posted
   * @param books what the service's verification says
   */
  record Row(String relay, int posted, Ledger.Totals totals, Books books) {
    boolean isGood() {
      return totals.isFaithful() && books.agree() && books.taken() == posted;
    }
  }

  /** The sums of a relay's books over all boards. */
  record Books(long taken, long arrived, long repeated, long differences, boolean sameDigests) {

    static Books of(JsonNode verification) {
      long taken = 0;
      long arrived = 0;
      long repeated = 0;
      boolean same = true;
      for (JsonNode board : verification.get("boards")) {
        taken += board.get("taken").get("messages").asLong();
        arrived += board.get("arrived").get("messages").asLong();
        repeated += board.get("repeated").asLong();
        same &= board.get("taken").equals(board.get("arrived"));
      }
      return new Books(taken, arrived, repeated, verification.get("differences").asLong(), same);
    }

    boolean agree() {
      return taken == arrived && differences == 0 && sameDigests;
    }
  }
}
