package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class MessageFormatTest {

  private static final Message MESSAGE =
      Message.from("alice")
          .id("17")
          .type("greeting")
          .time(Instant.parse("2026-11-21T10:00:00.000000001Z"))
          .contentType("text/plain")
          .extension("subject", "market")
          .header("a:b", "ü")
          .body("hello".getBytes(UTF_8))
          .build();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{time} {source}: {body} | 2026-11-21T10:00:00.000000001Z alice: hello",
        "{id}{type}{board}       | 17greetingnews.local",
        "{contenttype}           | text/plain",
        "{header:a:b}{header:c}. | ü.",
        "{extension:subject}     | market",
        "{{{id}}}{{}}            | {17}{}",
        "no placeholder          | no placeholder",
        "a\\\\b                  | a\\b",
      })
  void shouldFillIn(String format, String expected) throws IOException {
    assertThat(print(format, MESSAGE)).isEqualTo(expected);
  }

  @Test
  void shouldWriteLineEndsAndTabs() throws IOException {
    assertThat(print("{id}\\t{id}\\n", MESSAGE)).isEqualTo("17\t17\n");
    assertThat(print("", MESSAGE)).isEmpty();
  }

  @Test
  void shouldShowNothingForWhatTheMessageDoesNotHave() throws IOException {
    assertThat(print("<{contenttype}{header:x}{extension:x}{body}>", Message.from("s").build()))
        .isEqualTo("<>");
  }

  @Test
  void shouldWriteTheBodyAsItsBytes() throws IOException {
    byte[] body = {(byte) 0xff, 0, (byte) 0x80};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageFormat.parse("{body}")
        .print(BoardName.of("a"), Message.from("s").body(body).build(), out);

    assertThat(out.toByteArray()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "{id",
        "{}",
        "{name}",
        "{Id}",
        "a}b",
        "\\",
        "\\x",
        "{header}",
        "{header:}",
        "{extension:}"
      })
  void shouldRefuse(String format) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageFormat.parse(format))
        .withMessageStartingWith("the format '" + format + "' cannot be read: ");
  }

  private static String print(String format, Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageFormat.parse(format).print(BoardName.of("news.local"), message, out);
    return out.toString(UTF_8);
  }
}
