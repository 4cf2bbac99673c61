package org.topicboards.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;

class RequestCodecTest {

  private static final BoardName REPLIES = BoardName.of("_reply.7");
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final BoardName NEWS = BoardName.of("news.local");
  private static final List<BoardPattern> ONE_BOARD = List.of(BoardPattern.of("news.local"));
  private static final List<BoardPattern> PATTERNS =
      List.of(BoardPattern.of("news.#"), BoardPattern.of("*.local"), BoardPattern.of("_dead.bob"));
  private static final Instant TIME = Instant.parse("2026-11-21T13:15:19.123456789Z");

  static Stream<Request> requests() {
    return Stream.of(
        history(PATTERNS, new Start.All(), new End.Now()),
        history(PATTERNS, new Start.Last(0), new End.Now()),
        history(PATTERNS, new Start.Last(Long.MAX_VALUE), new End.Until(TIME)),
        history(PATTERNS, new Start.Since(TIME), new End.Now()),
        history(PATTERNS, new Start.After("any \"id\" ☃\u0000"), new End.Now()),
        history(PATTERNS, new Start.Id("7"), new End.Now()),
        history(PATTERNS, new Start.At(new HistoryCursor(12, 3_000_000_000L)), new End.Now()),
        history(ONE_BOARD, new Start.From(1), new End.Through(17)),
        new Request.History(
            HistoryQuery.of(ONE_BOARD, new Start.All()), true, new Credit(1_024, 64 << 20)),
        history(PATTERNS, new Start.Behind(ALICE), new End.Now()),
        new Request.History(
            HistoryQuery.of(ONE_BOARD, new Start.At(new HistoryCursor(12, 12))),
            true,
            new Credit(16 << 10, 256 << 10),
            List.of(HeardMessages.parse("0f 1-9 2-3 9-9"), HeardMessages.parse("a 7-7"))),
        new Request.Acknowledge(ALICE, new HistoryCursor(12, 12)),
        new Request.Forget(ALICE),
        new Request.ListBoards(),
        new Request.ListSubscriptions(),
        new Request.CreateBoard(NEWS, "What is \"new\" ☃", "age=30d,count=1000000,bytes=10g"),
        new Request.CreateBoard(NEWS, null, null),
        new Request.UpdateBoard(NEWS, "", "unlimited"),
        new Request.DeleteBoard(NEWS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a 1",
        "a 3-2",
        "a 1-2 3-3",
        "a 1-9 4-5 3-3",
        "x 1-2",
        "a  1-2",
        "a 1-2 "
      })
  void shouldRefuseWhatCannotHaveBeenHeard(String heard) {
    String json = "{\"boards\":[\"news\"],\"all\":true,\"heard\":[\"" + heard + "\"]}";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestCodec.read(message("history", json)));
  }

  private static Request history(List<BoardPattern> boards, Start start, End end) {
    return new Request.History(new HistoryQuery(boards, start, end), false, Credit.RELIABLE);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldReadWhatItWrote(Request request) {
    Message message = RequestCodec.write(request, "alice", REPLIES);

    assertThat(message.source()).isEqualTo("alice");
    assertThat(RequestCodec.read(message))
        .isEqualTo(new RequestCodec.Posted(message.id(), REPLIES, request));
  }

  @Test
  void shouldReadWhatAnotherClientWrites() {
    String json = "{ \"last\": 10, \"boards\": [\"news.#\"] }";

    assertThat(RequestCodec.read(message("history", json)).request())
        .isEqualTo(
            new Request.History(
                HistoryQuery.of(List.of(BoardPattern.of("news.#")), new Start.Last(10)),
                false,
                Credit.RELIABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{}{}",
        "not json",
        "{'boards':['a'],'last':1}",
        "{\"boards\":[],\"last\":1}",
        "{\"boards\":\"a\",\"last\":1}",
        "{\"boards\":[1],\"last\":1}",
        "{\"boards\":[null],\"last\":1}",
        "{\"boards\":[\"no board\"],\"last\":1}",
        "{\"boards\":[\"a\"]}",
        "{\"boards\":[\"a\"],\"last\":-1}",
        "{\"boards\":[\"a\"],\"last\":1.5}",
        "{\"boards\":[\"a\"],\"last\":\"1\"}",
        "{\"boards\":[\"a\"],\"last\":9223372036854775808}",
        "{\"boards\":[\"a\"],\"last\":1e99}",
        "{\"boards\":[\"a\"],\"last\":1,\"last\":2}",
        "{\"boards\":[\"a\"],\"last\":1,\"all\":true}",
        "{\"boards\":[\"a\"],\"all\":false}",
        "{\"boards\":[\"a\"],\"all\":\"yes\"}",
        "{\"boards\":[\"a\"],\"since\":\"yesterday\"}",
        "{\"boards\":[\"a\"],\"from\":-7}",
        "{\"boards\":[\"a\"],\"from\":0}",
        "{\"boards\":[\"a.#\"],\"from\":7}",
        "{\"boards\":[\"a\",\"b\"],\"all\":true,\"through\":7}",
        "{\"boards\":[\"a\"],\"after\":\"\"}",
        "{\"boards\":[\"a\"],\"cursor\":\"1\"}",
        "{\"boards\":[\"a\"],\"cursor\":\"-1-2\"}",
        "{\"boards\":[\"a\"],\"cursor\":\"1-9999999999999999999\"}",
        "{\"boards\":[\"a\"],\"all\":true,\"until\":\"2026-01-01T00:00:00Z\",\"through\":1}",
        "{\"boards\":[\"a\"],\"all\":true,\"join\":1}",
        "{\"boards\":[\"a\"],\"all\":true,\"colour\":\"green\"}",
        "{\"boards\":[\"a\"],\"all\":true,\"chunkbytes\":0}",
        "{\"boards\":[\"a\"],\"all\":true,\"chunkbytes\":2000000}",
        "{\"boards\":[\"a\"],\"all\":true,\"answerbytes\":1}",
        "{\"boards\":[\"a\"],\"all\":true,\"answerbytes\":99999999999}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void shouldRefuseWhatIsNoHistoryRequest(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestCodec.read(message("history", json)))
        .satisfies(fault -> assertThat(fault.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void shouldRefuseWhatIsHuge() {
    String names = "\"a\",".repeat(20_000);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RequestCodec.read(message("history", "{\"boards\":[" + names + "\"a\"]}")))
        .withMessageContaining("65536 bytes");
    String fewer = "\"a\",".repeat(HistoryQuery.MAX_BOARDS);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RequestCodec.read(
                    message("history", "{\"boards\":[" + fewer + "\"a\"],\"last\":1}")))
        .withMessageContaining("1 to 100");
  }

  @ParameterizedTest
  @CsvSource({"create,_dead.bob", "update,a._b", "delete,_requests", "delete,no board"})
  void shouldRefuseToTouchReservedBoards(String verb, String board) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestCodec.read(message(verb, "{\"board\":\"" + board + "\"}")))
        .withMessageContaining(board);
  }

  @ParameterizedTest
  @ValueSource(strings = {"news.local", "_requests", "_archive.marker", "_reply", "no board", ""})
  void shouldAnswerNowhereButOnBoardsForAnswers(String board) {
    Message request =
        Message.from("mallory")
            .type("org.topicboards.request.boards")
            .extension("replyboard", board)
            .body("{}".getBytes(UTF_8))
            .build();

    assertThat(RequestCodec.replyBoard(request)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestCodec.read(request))
        .withMessageContaining("replyboard");
  }

  @Test
  void shouldRefuseOtherTypes() {
    for (String type : List.of("org.topicboards.message", "org.topicboards.request.magic")) {
      Message message =
          Message.from("bob").type(type).extension("replyboard", REPLIES.value()).build();
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> RequestCodec.read(message.toBuilder().body("{}".getBytes(UTF_8)).build()))
          .withMessageContaining(type);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithAnyBytes() {
    Random random = new Random(20_261_121);
    byte[] valid = RequestCodec.write(requests().iterator().next(), "alice", REPLIES).body();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = valid.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Message message = message("history", "").toBuilder().body(bytes).build();
      try {
        assertThat(RequestCodec.read(message).request()).isInstanceOf(Request.History.class);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  private static Message message(String verb, String json) {
    return Message.from("bob")
        .type("org.topicboards.request." + verb)
        .extension("replyboard", REPLIES.value())
        .body(json.getBytes(UTF_8))
        .build();
  }
}
