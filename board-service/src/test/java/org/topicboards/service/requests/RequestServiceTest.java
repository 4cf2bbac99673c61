package org.topicboards.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Answer;
import org.topicboards.requests.AnswerCodec;
import org.topicboards.requests.Credit;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestCodec;
import org.topicboards.service.archive.ArchiveView;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.store.History;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.PassingStore;
import org.topicboards.service.store.PostedMessage;
import org.topicboards.service.store.StoreUnavailableException;

/** What the service does with requests of every kind, on a real store and over a real broker. */
@Timeout(180)
class RequestServiceTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int COUNT = 2_000;

  @TempDir private Path folder;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private EmbeddedBroker server;
  private MessageStore store;
  private Broker broker;
  private Publisher publisher;

  @BeforeEach
  void start() {
    server = keep(EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker"))));
    store = keep(MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db")));
    broker = keep(connect());
    publisher = broker.publisher(PublisherOptions.DEFAULTS);
    store.append(
        IntStream.rangeClosed(1, COUNT)
            .mapToObj(
                number ->
                    new PostedMessage(
                        NEWS,
                        Message.from("bob")
                            .id("bob-" + number)
                            .body("x".repeat(1_000).getBytes(UTF_8))
                            .build()))
            .toList());
  }

  @AfterEach
  void stop() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() {
    startService(store);
    Asker asker = new Asker();
    Message malformed =
        Message.from("bob")
            .type("org.topicboards.request.history")
            .extension("replyboard", asker.board.value())
            .body("{\"boards\":[\"news\"],\"last\":-5}".getBytes(UTF_8))
            .build();

    post(malformed);

    AnswerCodec.Numbered answer = asker.awaitLast();
    assertThat(answer.requestId()).isEqualTo(malformed.id());
    assertThat(answer.answer())
        .isInstanceOfSatisfying(
            Answer.Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Answer.Reason.BAD_REQUEST);
              assertThat(refusal.text()).contains("'last'", "-5");
            });
    awaitNothingWaiting();
  }

  @Test
  void shouldPassOverWhatCannotBeAnswered() {
    startService(store);
    post(Message.from("bob").build());
    post(Message.from("bob").extension("replyboard", "news").body(new byte[200_000]).build());

    await().atMost(PATIENCE).until(() -> count("boards.requests.refused") == 2);
    awaitNothingWaiting();
    assertThat(store.counts()).containsExactlyEntriesOf(Map.of(NEWS, (long) COUNT));
  }

  @Test
  void shouldSendNoMoreThanTheCreditAndGoOnFromThere() {
    startService(store);
    Asker asker = new Asker();
    Credit credit = new Credit(10_000, 100_000);
    Start start = new Start.All();
    long messages = 0;
    long nextSequence = 0;
    int answers = 0;
    for (boolean isComplete = false; !isComplete; answers++) {
      post(history(start, credit, asker.board));
      Answer.End end = (Answer.End) asker.awaitLast().answer();
      List<Answer.Chunk> chunks = asker.chunks();
      assertThat(chunks).allMatch(chunk -> chunk.lines().length <= 10_000);
      assertThat(chunks.stream().mapToLong(chunk -> chunk.lines().length).sum())
          .isLessThan(100_000 + 20_000);
      messages += lines(chunks);
      isComplete = end.next() == null;
      if (end.next() != null) {
        start = new Start.At(end.next());
        nextSequence = end.nextSequence();
        assertThat(nextSequence).isEqualTo(messages + 1);
      }
      asker.clear();
    }
    assertThat(messages).isEqualTo(COUNT);
    assertThat(answers).isGreaterThan(10);
    awaitNothingWaiting();
  }

  @Test
  void shouldStopWhenTheAskerHasGone() {
    startService(store);
    BoardName nobody = broker.replyBoard();

    post(history(new Start.All(), new Credit(1_024, 64 << 20), nobody));

    await().atMost(PATIENCE).until(() -> count("boards.requests") == 1);
    assertThat(count("boards.history.messages")).isLessThan(COUNT);
    awaitNothingWaiting();
  }

  @Test
  void shouldNotLetAShortAnswerWaitForALongOne() {
    startService(store);
    Asker patient = new Asker();
    Asker quick = new Asker();
    post(history(new Start.All(), new Credit(1_024, 64 << 20), patient.board));
    patient.awaitCount(20);

    post(history(new Start.Last(1), Credit.RELIABLE, quick.board));

    assertThat(quick.awaitLast().answer()).isEqualTo(Answer.End.COMPLETE);
    assertThat(patient.isDone()).isFalse();
    assertThat(patient.awaitLast().answer()).isEqualTo(Answer.End.COMPLETE);
    assertThat(lines(patient.chunks())).isEqualTo(COUNT);
  }

  @Test
  void shouldAnswerAThousandAtOnce() {
    startService(store);
    List<Asker> askers = IntStream.range(0, 10).mapToObj(i -> new Asker()).toList();
    for (int i = 0; i < 1_000; i++) {
      post(history(new Start.Last(5), Credit.RELIABLE, askers.get(i % 10).board));
    }

    await().atMost(PATIENCE).until(() -> count("boards.requests") == 1_000);
    awaitNothingWaiting();
    askers.forEach(asker -> asker.awaitCount(300));
    assertThat(count("boards.history.messages")).isEqualTo(5_000);
  }

  @Test
  void shouldShareRequestsWithOtherServices() {
    startService(store);
    MeterRegistry others = new SimpleMeterRegistry();
    keep(
        RequestService.start(
            "other",
            keep(connect()),
            store,
            ArchiveView.ofNothing(),
            others,
            SubscriptionExpiry.NEVER));
    Asker asker = new Asker();
    for (int i = 0; i < 200; i++) {
      post(history(new Start.Last(500), Credit.RELIABLE, asker.board));
    }

    await()
        .atMost(PATIENCE)
        .until(() -> count("boards.requests") + count(others, "boards.requests") == 200);
    assertThat(count("boards.requests")).isPositive();
    assertThat(count(others, "boards.requests")).isPositive();
  }

  @Test
  void shouldSayThatTheStoreIsAwayUnlessTheAskerHasTime() {
    AtomicBoolean isAway = new AtomicBoolean(true);
    SubscriptionName dora = SubscriptionName.of("dora");
    broker.declareSubscription(RequestBoards.asker(dora, List.of(BoardPattern.of("none"))));
    Subscription unused =
        broker.subscribe(SubscriptionOptions.archive(), delivery -> delivery.acknowledge());
    startService(
        new PassingStore(store) {
          @Override
          public History history() {
            if (isAway.get()) {
              throw new StoreUnavailableException("the database has gone", new IOException());
            }
            return super.history();
          }
        });
    Asker asker = new Asker();
    post(history(new Start.Last(3), Credit.RELIABLE, asker.board));
    post(history(new Start.Last(3), Credit.STORED, RequestBoards.storedAnswers(dora)));

    assertThat(asker.awaitLast().answer())
        .isInstanceOfSatisfying(
            Answer.Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Answer.Reason.UNAVAILABLE));
    assertThat(broker.subscriptionStatus(dora).orElseThrow().waitingMessages()).isZero();
    isAway.set(false);

    await()
        .atMost(PATIENCE)
        .until(() -> broker.subscriptionStatus(dora).orElseThrow().waitingMessages() == 3);
  }

  @Test
  void shouldTellTheAskerOfAFaultOfItsOwn() {
    startService(
        new PassingStore(store) {
          @Override
          public History history() {
            throw new IllegalStateException("a fault of the program");
          }
        });
    Asker asker = new Asker();
    post(history(new Start.Last(3), Credit.RELIABLE, asker.board));

    assertThat(asker.awaitLast().answer())
        .isInstanceOfSatisfying(
            Answer.Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Answer.Reason.UNAVAILABLE);
              assertThat(refusal.text()).contains("a fault of the program");
            });
    awaitNothingWaiting();
  }

  private void startService(MessageStore answered) {
    keep(
        RequestService.start(
            "test", broker, answered, ArchiveView.ofNothing(), meters, SubscriptionExpiry.NEVER));
  }

  private Broker connect() {
    return Brokers.connect(BrokerUri.parse(server.uri()));
  }

  private void post(Message request) {
    publisher.publish(RequestBoards.REQUESTS, request).toCompletableFuture().join();
  }

  private static Message history(Start start, Credit credit, BoardName replyBoard) {
    return RequestCodec.write(
        new Request.History(
            HistoryQuery.of(List.of(BoardPattern.of("news")), start), false, credit),
        "alice",
        replyBoard);
  }

  private void awaitNothingWaiting() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              SubscriptionName name = RequestBoards.services().name().orElseThrow();
              assertThat(broker.subscriptionStatus(name).orElseThrow().waitingMessages()).isZero();
            });
  }

  private double count(String counter) {
    return count(meters, counter);
  }

  private static double count(MeterRegistry registry, String counter) {
    return registry.get(counter).counter().count();
  }

  private static long lines(List<Answer.Chunk> chunks) {
    long lines = 0;
    for (Answer.Chunk chunk : chunks) {
      for (byte one : chunk.lines()) {
        lines += one == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  /** Listens on a reply board of its own. */
  private final class Asker {

    private final BoardName board = broker.replyBoard();
    private final ConcurrentLinkedQueue<AnswerCodec.Numbered> answers =
        new ConcurrentLinkedQueue<>();

    Asker() {
      Subscription unused =
          broker.subscribe(
              SubscriptionOptions.ephemeral(List.of(BoardPattern.of(board.value()))),
              delivery -> {
                answers.add(AnswerCodec.read(delivery.message()));
                delivery.acknowledge();
              });
    }

    void awaitCount(int count) {
      await().atMost(PATIENCE).until(() -> answers.size() >= count);
    }

    boolean isDone() {
      return answers.stream().anyMatch(Asker::isLast);
    }

    /** The message that ends an answer. */
    AnswerCodec.Numbered awaitLast() {
      await().atMost(PATIENCE).until(this::isDone);
      return answers.stream().filter(Asker::isLast).findFirst().orElseThrow();
    }

    List<Answer.Chunk> chunks() {
      List<Answer.Chunk> chunks = new ArrayList<>();
      for (AnswerCodec.Numbered numbered : answers) {
        if (numbered.answer() instanceof Answer.Chunk chunk) {
          chunks.add(chunk);
        }
      }
      return chunks;
    }

    void clear() {
      answers.clear();
    }

    private static boolean isLast(AnswerCodec.Numbered numbered) {
      return numbered.answer() instanceof Answer.End || numbered.answer() instanceof Answer.Refusal;
    }
  }
}
