package org.topicboards.command.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

@DisplayName("CloudEvents JSON")
class CloudEventJsonTest {

  private static final BoardName BOARD = BoardName.of("news.local");
  private static final String REQUIRED =
      "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"";

  private final CloudEventWriter writer = new CloudEventWriter();
  private final CloudEventReader reader = new CloudEventReader();

  @Test
  void shouldWriteOneLineThatAPersonCanRead() {
    Message message =
        Message.from("alice@home")
            .id("17")
            .type("greeting")
            .time(Instant.parse("2026-11-21T10:00:00.123456789Z"))
            .contentType("text/plain; charset=utf-8")
            .extension("traceparent", "00-ab")
            .header("Größe", "\u0000\uD83D\uDE00")
            .body("zwei\nZeilen".getBytes(UTF_8))
            .build();

    assertThat(written(message))
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"17\",\"source\":\"alice@home\",\"type\":\"greeting\","
                + "\"time\":\"2026-11-21T10:00:00.123456789Z\","
                + "\"datacontenttype\":\"text/plain; charset=utf-8\",\"board\":\"news.local\","
                + "\"traceparent\":\"00-ab\",\"headers\":{\"Größe\":\"\\u0000\uD83D\uDE00\"},"
                + "\"data\":\"zwei\\nZeilen\"}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json            | {\"a\":  1.50e2} | \"data\":{\"a\":  1.50e2}",
        "application/vnd.x+json      | \"text\"         | \"data\":\"text\"",
        "Application/JSON; charset=utf-8 | null         | \"data\":null",
        "application/json            | {\"a\":1         | \"data_base64\":\"eyJhIjox\"",
        "application/json            | 1 2              | \"data_base64\":\"MSAy\"",
        "application/json            | 007              | \"data_base64\":\"MDA3\"",
        "application/octet-stream    | abc              | \"data_base64\":\"YWJj\"",
        "text/html                   | <b>             | \"data\":\"<b>\"",
        "text/plain; charset=latin1  | abc              | \"data_base64\":\"YWJj\"",
        "image/svg+xml               | <svg/>           | \"data\":\"<svg/>\"",
        "                            | {\"a\":1}        | \"data\":\"{\\\"a\\\":1}\"",
      })
  void shouldWriteTheBodyAsItsContentTypeAsks(
      @Nullable String contentType, String body, String member) {
    Message message = Message.from("s").contentType(contentType).body(body.getBytes(UTF_8)).build();

    assertThat(written(message)).endsWith("," + member + "}\n");
    assertThat(read(written(message)).message()).isEqualTo(message);
  }

  @Test
  void shouldKeepLineEndsOfAJsonBody() {
    Message message =
        Message.from("s").contentType("application/json").body("{\n}".getBytes(UTF_8)).build();

    assertThat(written(message)).hasLineCount(1).contains("data_base64");
    assertThat(read(written(message)).message()).isEqualTo(message);
  }

  @Test
  void shouldKeepAJsonBodyNestedDeeperThanTheParserGoes() {
    String body = "[".repeat(5_000) + "]".repeat(5_000);
    Message message =
        Message.from("s").contentType("application/json").body(body.getBytes(UTF_8)).build();

    assertThat(read(written(message)).message()).isEqualTo(message);
  }

  @Test
  void shouldKeepExtensionsThatAreNamedAsOurOwnMembers() {
    Message message =
        Message.from("s")
            .extension("board", "b")
            .extension("headers", "h")
            .header("x", "y")
            .build();

    assertThat(written(message)).contains("\"ce-board\":\"b\"").contains("\"ce-headers\":\"h\"");
    assertThat(read(written(message))).isEqualTo(new CloudEvent(BOARD, message));
  }

  @Test
  void shouldReadBackEveryMessageAsItWas() {
    RandomMessages random = new RandomMessages(20261121);
    for (int i = 0; i < 5_000; i++) {
      BoardName board = random.board();
      Message message = random.message();
      String line = written(board, message);

      assertThat(line.indexOf('\n')).as(line).isEqualTo(line.length() - 1);
      assertThat(read(line)).as(line).isEqualTo(new CloudEvent(board, message));
    }
  }

  @Test
  void shouldReadABodyOfSixteenMebibytes() {
    byte[] body = new byte[16 << 20];
    Message message = Message.from("s").contentType("application/x").body(body).build();

    assertThat(read(written(message)).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"data\":{\"a\": [1, 2.0]}                          | {\"a\": [1, 2.0]} | application/json",
        "\"data\" :  17  ,\"x\":1                            | 17              | application/json",
        "\"data\":\"a\\u00e4\"                               | aä              |",
        "\"data\":\"a\",\"datacontenttype\":\"text/x\"       | a               | text/x",
        "\"datacontenttype\":\"text/json\",\"data\":\"a\"    | \"a\"           | text/json",
        "\"data\":\"a\",\"datacontenttype\":\"text/json\"    | \"a\"           | text/json",
        "\"data\":{},\"datacontenttype\":\"application/xml\" | {}              | application/xml",
        "\"data_base64\":\"YWI=\"                            | ab              |",
        "\"data\":null                                       | ''              |",
        "\"x\":null                                          | ''              |",
      })
  void shouldReadTheDataOfOtherTools(String members, String body, @Nullable String contentType) {
    Message message = read("{" + REQUIRED + "," + members + "}").message();

    assertThat(new String(message.body(), UTF_8)).isEqualTo(body);
    assertThat(message.contentType()).isEqualTo(contentType);
  }

  @Test
  void shouldReadAttributesOfOtherTools() {
    CloudEvent event =
        read(
            " { "
                + REQUIRED
                + ", \"time\": \"2026-11-21T11:00:00.5+01:00\", \"subject\": null, \"sampled\": true,"
                + " \"sequence\": 12, \"headers\": \"an extension\"}\r");

    assertThat(event.board()).isNull();
    assertThat(event.message().time()).isEqualTo(Instant.parse("2026-11-21T10:00:00.5Z"));
    assertThat(event.message().extensions())
        .containsOnly(
            Map.entry("sampled", "true"),
            Map.entry("sequence", "12"),
            Map.entry("headers", "an extension"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{",
        "{}",
        "{\"specversion\":\"1.0\"}",
        "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
        "{" + REQUIRED + "} {}",
        "{" + REQUIRED + ",\"time\":\"yesterday\"}",
        "{" + REQUIRED + ",\"board\":\"a b\"}",
        "{" + REQUIRED + ",\"board\":[]}",
        "{" + REQUIRED + ",\"Upper\":\"x\"}",
        "{" + REQUIRED + ",\"object\":{}}",
        "{" + REQUIRED + ",\"headers\":{\"a\":{}}}",
        "{" + REQUIRED + ",\"data\":\"\\ud800\"}",
        "{" + REQUIRED + ",\"data\":\"a\",\"data_base64\":\"YQ==\"}",
        "{" + REQUIRED + ",\"data_base64\":\"?\"}",
        "{" + REQUIRED + ",\"data_base64\":1}",
      })
  void shouldRefuseInOneLine(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(line))
        .satisfies(failure -> assertThat(failure.getMessage()).isNotBlank().hasLineCount(1));
  }

  private String written(Message message) {
    return written(BOARD, message);
  }

  private String written(BoardName board, Message message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(board, message, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(UTF_8);
  }

  private CloudEvent read(String line) {
    return reader.read(line.getBytes(UTF_8));
  }
}
