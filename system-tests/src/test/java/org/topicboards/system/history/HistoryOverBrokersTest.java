package org.topicboards.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.topicboards.system.history.HistoryScene.ids;
import static org.topicboards.system.history.HistoryScene.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.requests.Answer;
import org.topicboards.requests.BoardSummary;
import org.topicboards.requests.ExpiredMessages;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.HistoryReader;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.BoardSettings;
import org.topicboards.service.store.Retention;
import org.topicboards.system.roundtrip.Transport;

/** The same questions, and the same answers, on every transport. */
class HistoryOverBrokersTest extends OnEveryTransport {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final BoardName SPORTS = BoardName.of("sports");

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldAnswerEveryQuestionOfHistory(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 1_000);
    List<ArchivedMessage> archived = scene.store().read(NEWS, 1, 1_000);
    Instant time = archived.get(700).archived();

    assertThat(ids(scene.read(query(new Start.Last(10), "news.local"))))
        .isEqualTo(numbered("bob", 991, 1_000));
    assertThat(ids(scene.read(query(new Start.All(), "news.local"))))
        .isEqualTo(numbered("bob", 1, 1_000));
    assertThat(ids(scene.read(query(new Start.From(400), "news.local"))))
        .isEqualTo(numbered("bob", 400, 1_000));
    assertThat(ids(scene.read(query(new Start.After("bob-990"), "news.#"))))
        .isEqualTo(numbered("bob", 991, 1_000));
    assertThat(ids(scene.read(query(new Start.Id("bob-17"), "news.#")))).containsExactly("bob-17");
    assertThat(scene.read(query(new Start.Since(time), "news.#")))
        .hasSize((int) archived.stream().filter(one -> !one.archived().isBefore(time)).count());
    assertThat(
            ids(
                scene.read(
                    new HistoryQuery(
                        List.of(BoardPattern.of("news.local")),
                        new Start.From(10),
                        new End.Through(12)))))
        .isEqualTo(numbered("bob", 10, 12));
    assertThat(
            scene.read(
                new HistoryQuery(List.of(BoardPattern.ALL), new Start.All(), new End.Until(time))))
        .hasSize((int) archived.stream().filter(one -> !one.archived().isAfter(time)).count());
    assertThat(scene.read(query(new Start.Since(Instant.now().plusSeconds(3_600)), "news.#")))
        .isEmpty();
    assertThat(scene.read(query(new Start.Last(10), "nobody.#"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldMergeBoardsInTheOrderOfTheArchive(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    List<String> posted = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      scene.archive(NEWS, "bob" + round, 1, 20);
      scene.archive(SPORTS, "carol" + round, 1, 20);
      posted.addAll(numbered("bob" + round, 1, 20));
      posted.addAll(numbered("carol" + round, 1, 20));
    }

    assertThat(ids(scene.read(query(new Start.All(), "news.*", "sports")))).isEqualTo(posted);
    assertThat(ids(scene.read(query(new Start.Last(30), "#")))).isEqualTo(posted.subList(170, 200));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldChangeNothingOfAMessage(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    Random random = new Random(7);
    List<Message> messages = new ArrayList<>();
    for (int size : new int[] {0, 1, 20_000, 900_000}) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      messages.add(
          Message.from("any ☃ source")
              .time(Instant.parse("2026-11-21T13:15:19.123456789Z"))
              .type("some.type")
              .contentType("application/x-any")
              .extension("subject", "ünïcode")
              .header("Header ☃", "line\nend \u0000")
              .body(body)
              .build());
    }
    messages.add(
        Message.from("bob").contentType("text/plain").body("text".getBytes(UTF_8)).build());
    try (Publisher publisher = scene.connect().publisher(PublisherOptions.DEFAULTS)) {
      messages.forEach(message -> publisher.publish(NEWS, message).toCompletableFuture().join());
    }
    await()
        .atMost(HistoryScene.PATIENCE)
        .until(() -> scene.store().counts().getOrDefault(NEWS, 0L) == messages.size());

    assertThat(scene.read(query(new Start.All(), "news.local")))
        .extracting(HistoryMessage::message)
        .isEqualTo(messages);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldReadAsMuchAsItIsOverManyAnswers(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    byte[] body = new byte[2_000];
    int count = 6_000; // some 12 MiB: more than one credit of any transport
    try (Publisher publisher = scene.connect().publisher(PublisherOptions.DEFAULTS)) {
      List<CompletableFuture<?>> confirmed = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        Message message = HistoryScene.message("bob", i).toBuilder().body(body).build();
        confirmed.add(publisher.publish(NEWS, message).toCompletableFuture());
      }
      confirmed.forEach(CompletableFuture::join);
    }
    Broker broker = scene.connect();
    await()
        .atMost(HistoryScene.PATIENCE)
        .until(() -> scene.store().counts().getOrDefault(NEWS, 0L) == count || !scene.isDurable());
    List<String> archived = new ArrayList<>();
    scene.store().read(NEWS, 1, count).forEach(one -> archived.add(one.message().id()));

    List<HistoryMessage> read = new ArrayList<>();
    scene.client(broker).read(query(new Start.All(), "news.local"), read::add);

    assertThat(ids(read).subList(0, archived.size())).isEqualTo(archived);
    assertThat(ids(read)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldReadNoMoreThanIsWanted(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 500);
    List<HistoryMessage> read = new ArrayList<>();

    scene
        .client(scene.connect())
        .read(
            query(new Start.All(), "news.local"),
            message -> {
              read.add(message);
              return read.size() < 7;
            });

    assertThat(ids(read)).isEqualTo(numbered("bob", 1, 7));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldSayWhyItCannot(Transport transport) {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 3);

    assertRefused(
        scene, Answer.Reason.NO_SUCH_BOARD, query(new Start.Last(1), "news.lokal"), "news.lokal");
    assertRefused(
        scene,
        Answer.Reason.NO_SUCH_BOARD,
        query(new Start.Last(1), "news.local", "x.y", "a"),
        "a, x.y");
    assertRefused(
        scene,
        Answer.Reason.NO_SUCH_MESSAGE,
        query(new Start.After("nothing"), "news.local"),
        "nothing");
    assertRefused(scene, Answer.Reason.NO_SUCH_MESSAGE, query(new Start.Id("bob-4"), "#"), "bob-4");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldTellWhatHasExpired(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.store().boards().create(NEWS, new BoardSettings(null, Retention.parse("count=10")));
    scene.archive(SPORTS, "carol", 1, 5);
    scene.post(NEWS, "bob", 1, 50);
    await().atMost(HistoryScene.PATIENCE).until(() -> scene.store().highestSequence(NEWS) == 50);
    while (scene.store().boards().expire()) {
      Thread.onSpinWait();
    }
    List<ExpiredMessages> expired = new ArrayList<>();
    List<HistoryMessage> read = new ArrayList<>();

    scene
        .client(scene.connect())
        .read(
            query(new Start.All(), "#"),
            new HistoryReader() {
              @Override
              public boolean message(HistoryMessage message) {
                return read.add(message);
              }

              @Override
              public void expired(ExpiredMessages gap) {
                expired.add(gap);
              }
            });

    assertThat(expired).containsExactly(new ExpiredMessages(NEWS, 1, 40));
    assertThat(read).hasSize(15);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldListAndChangeBoards(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 3);
    RequestClient client = scene.client(scene.connect());

    client.carryOut(new Request.CreateBoard(SPORTS, "Goals", "count=100"));
    client.carryOut(new Request.UpdateBoard(NEWS, "All of it ☃", null));
    assertThat(client.boards())
        .extracting(BoardSummary::board, BoardSummary::description, BoardSummary::messages)
        .containsExactly(tuple(NEWS, "All of it ☃", 3L), tuple(SPORTS, "Goals", 0L));
    assertThat(client.boards().get(1).retention()).isEqualTo("count=100");
    assertThat(client.boards().get(0).lastArchived()).isNotNull();

    client.carryOut(new Request.DeleteBoard(NEWS));
    assertThat(client.boards()).extracting(BoardSummary::board).containsExactly(SPORTS);
    assertThatExceptionOfType(RequestRefusedException.class)
        .isThrownBy(() -> client.carryOut(new Request.DeleteBoard(NEWS)))
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Answer.Reason.NO_SUCH_BOARD));
    assertThatExceptionOfType(RequestRefusedException.class)
        .isThrownBy(() -> client.carryOut(new Request.UpdateBoard(SPORTS, null, "age=soon")))
        .withMessageContaining("soon");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldServeManyAtOnce(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 2_000);
    Broker broker = scene.connect();
    RequestClient client = scene.client(broker);

    List<CompletableFuture<List<String>>> readers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> readAll(client), command -> new Thread(command).start()))
            .toList();

    for (CompletableFuture<List<String>> reader : readers) {
      assertThat(reader.get(120, TimeUnit.SECONDS)).isEqualTo(numbered("bob", 1, 2_000));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldGiveUpWhereNoServiceAnswers(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    try (RequestClient client =
        RequestClient.open(scene.connect(), "alice", Duration.ofSeconds(2))) {
      assertThatExceptionOfType(BrokerTimeoutException.class)
          .isThrownBy(() -> client.read(query(new Start.Last(1), "#"), message -> true))
          .withMessageContaining("no board service answered within 2s");
    }
  }

  private static List<String> readAll(RequestClient client) {
    List<HistoryMessage> messages = new ArrayList<>();
    try {
      client.read(query(new Start.All(), "news.local"), messages::add);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ids(messages);
  }

  private static void assertRefused(
      HistoryScene scene, Answer.Reason reason, HistoryQuery query, String named) {
    assertThatExceptionOfType(RequestRefusedException.class)
        .isThrownBy(() -> scene.read(query))
        .withMessageContaining(named)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static List<String> numbered(String source, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(number -> source + "-" + number).toList();
  }
}
