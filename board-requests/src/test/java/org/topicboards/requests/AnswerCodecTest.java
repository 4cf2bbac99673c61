package org.topicboards.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

class AnswerCodecTest {

  private static final HistoryCursor CURSOR = new HistoryCursor(17, 3_000_000_000L);

  static Stream<Answer> answers() {
    return Stream.of(
        new Answer.Begin(CURSOR, List.of(), false),
        new Answer.Begin(
            CURSOR,
            List.of(
                new ExpiredMessages(BoardName.of("news"), 1, 41),
                new ExpiredMessages(BoardName.of("sports.football"), 0, 7)),
            true),
        new Answer.Begin(
            CURSOR,
            List.of(),
            true,
            7,
            new PatternStarts(
                Map.of(BoardPattern.of("sports.#"), 500L, BoardPattern.of("news.*"), 0L))),
        Answer.End.COMPLETE,
        new Answer.End(CURSOR, 0),
        new Answer.End(CURSOR, 42),
        new Answer.Refusal(Answer.Reason.NO_SUCH_BOARD, "no such board: \"x\" ☃"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldReadWhatItWrote(Answer answer) {
    AnswerCodec.Numbered numbered = new AnswerCodec.Numbered("request-1", "answer-1", 3, answer);

    Message message = AnswerCodec.write(numbered, "service");
    assertThat(AnswerCodec.read(message)).isEqualTo(numbered);
    assertThat(AnswerCodec.requestId(message)).isEqualTo("request-1");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadEveryReason(Answer.Reason reason) {
    Answer answer = new Answer.Refusal(reason, "so it is");
    assertThat(
            AnswerCodec.read(
                    AnswerCodec.write(new AnswerCodec.Numbered("r", "a", 1, answer), "service"))
                .answer())
        .isEqualTo(answer);
  }

  @Test
  void shouldKeepTheBytesOfAChunk() {
    byte[] lines = {0, -1, '\n', 'x'};
    for (HistoryCursor next : new HistoryCursor[] {CURSOR, null}) {
      Answer answer =
          AnswerCodec.read(
                  AnswerCodec.write(
                      new AnswerCodec.Numbered("r", "a", 9, new Answer.Chunk(lines, next)), "s"))
              .answer();
      assertThat(answer).isInstanceOf(Answer.Chunk.class);
      assertThat(((Answer.Chunk) answer).lines()).isEqualTo(lines);
      assertThat(((Answer.Chunk) answer).next()).isEqualTo(next);
    }
  }

  @Test
  void shouldPassOverMembersOfLaterVersions() {
    Message message =
        answer("end", "{\"next\":\"1-2\",\"nextsequence\":5,\"weather\":{\"wind\":[1,2]}}", "1");
    assertThat(AnswerCodec.read(message).answer())
        .isEqualTo(new Answer.End(new HistoryCursor(1, 2), 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "begin|{}|1",
        "begin|{\"cursor\":\"1-2\"}|1",
        "begin|{\"cursor\":\"1-2\",\"expired\":[{\"board\":\"a\",\"from\":3,\"to\":2}]}|1",
        "begin|{\"cursor\":\"1-2\",\"expired\":[{\"board\":\"a b\",\"from\":1,\"to\":2}]}|1",
        "begin|{\"cursor\":\"1-2\",\"expired\":[7]}|1",
        "begin|{\"cursor\":\"1-2\",\"expired\":[],\"starts\":[{\"pattern\":\"a\"}]}|1",
        "begin|{\"cursor\":\"1-2\",\"expired\":[],\"starts\":[{\"pattern\":\"a b\",\"after\":1}]}|1",
        "end|{\"next\":7}|1",
        "end|{\"nextsequence\":-1}|1",
        "end|nothing|1",
        "refusal|{\"reason\":\"bad mood\",\"text\":\"x\"}|1",
        "refusal|{\"reason\":\"bad-request\"}|1",
        "magic|{}|1",
        "end|{}|0",
        "end|{}|-1",
        "end|{}|one",
        "end|{}|99999999999999999999"
      })
  void shouldRefuseWhatIsNoAnswer(String type, String json, String number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerCodec.read(answer(type, json, number)))
        .satisfies(fault -> assertThat(fault.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void shouldNotTakeOrdinaryMessagesForAnswers() {
    Message message = Message.from("bob").extension("requestid", "r").build();
    assertThat(AnswerCodec.requestId(message)).isNull();
    assertThatIllegalArgumentException().isThrownBy(() -> AnswerCodec.read(message));
  }

  private static Message answer(String type, String json, String number) {
    return Message.from("service")
        .type("org.topicboards.answer." + type)
        .extension("requestid", "r")
        .extension("answerid", "a")
        .extension("number", number)
        .body(json.getBytes(UTF_8))
        .build();
  }
}
