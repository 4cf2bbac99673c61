package org.topicboards.system.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;
import org.topicboards.publisher.PublisherCommand;
import org.topicboards.subscriber.SubscriberCommand;

/**
 * Messages go over one transport, and what was received goes over the next, for every pair: nothing
 * of them changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RoundTripTest {

  private static final BoardName BOARD = BoardName.of("letters.to-all");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Transports transports;
  private String prefix;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    transports = Transports.start(folder);
  }

  @AfterAll
  void stop() {
    transports.close();
  }

  @BeforeEach
  void choosePrefix() {
    prefix = "test-" + Uuid7.next() + ".";
  }

  @AfterEach
  void forgetPrefix() {
    transports.all().forEach(transport -> transport.forget().accept(prefix));
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @MethodSource("pairs")
  void shouldChangeNothing(Transport from, Transport to) {
    List<Message> letters = Letters.of(from.name().hashCode());

    List<Message> received = pass(letters, from);
    assertThat(received).containsExactlyInAnyOrderElementsOf(letters);
    assertThat(pass(received, to)).containsExactlyInAnyOrderElementsOf(letters);
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @MethodSource("pairs")
  void shouldChangeNothingThroughTheCommands(Transport from, Transport to) throws Exception {
    // A subscriber shows the same identity once.
    List<Message> letters = withIdsOfTheirOwn(Letters.of(to.name().hashCode()));
    String count = "--count=" + letters.size();
    CommandRun last = subscriber(to).start(SubscriberCommand::new, "--board=#", "--json", count);
    // One of the system: Java's own breaks when the thread that wrote last ends before it is
    // closed.
    Pipe pipe = Pipe.open();
    OutputStream intoPipe = Channels.newOutputStream(pipe.sink());
    CommandRun first =
        subscriber(from).startInto(intoPipe, SubscriberCommand::new, "--board=#", "--json", count);
    await()
        .atMost(PATIENCE)
        .until(() -> last.err().contains("subscribed") && first.err().contains("subscribed"));
    CommandRun second =
        subscriber(to)
            .reading(Channels.newInputStream(pipe.source()))
            .start(PublisherCommand::new, "--json");

    List<Message> received;
    try (Broker broker = Brokers.connect(to.brokerUri(prefix))) {
      received = subscribe(broker);
      publish(letters, from);
      assertThat(first.exitCode()).as(first.err()).isZero();
      intoPipe.close();
      assertThat(second.exitCode()).as(second.err()).isZero();
      await().atMost(PATIENCE).until(() -> received.size() >= letters.size());
    }

    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(last.out().lines()).hasSameSizeAs(letters);
    assertThat(received).containsExactlyInAnyOrderElementsOf(letters);
  }

  private Stream<Arguments> pairs() {
    return transports.all().stream()
        .flatMap(from -> transports.all().stream().map(to -> Arguments.of(from, to)))
        .filter(pair -> transports.all().size() == 1 || pair.get()[0] != pair.get()[1]);
  }

  private CommandRun.Setting subscriber(Transport transport) {
    return CommandRun.in(Map.of("BOARD_BROKER", transport.uri().apply(prefix)));
  }

  private List<Message> pass(List<Message> messages, Transport over) {
    try (Broker broker = Brokers.connect(over.brokerUri(prefix))) {
      List<Message> received = subscribe(broker);
      publish(messages, over);
      await().atMost(PATIENCE).until(() -> received.size() >= messages.size());
      return List.copyOf(received);
    }
  }

  private static List<Message> subscribe(Broker broker) {
    List<Message> received = new CopyOnWriteArrayList<>();
    var unused =
        broker.subscribe(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
            delivery -> {
              assertThat(delivery.board()).isEqualTo(BOARD);
              received.add(delivery.message());
              delivery.acknowledge();
            });
    return received;
  }

  private void publish(List<Message> messages, Transport over) {
    try (Broker broker = Brokers.connect(over.brokerUri(prefix));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(BOARD, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private static List<Message> withIdsOfTheirOwn(List<Message> messages) {
    List<Message> different = new ArrayList<>();
    for (Message message : messages) {
      different.add(message.toBuilder().id(different.size() + " " + message.id()).build());
    }
    return different;
  }
}
