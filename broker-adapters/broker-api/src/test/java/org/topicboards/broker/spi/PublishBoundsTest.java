package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class PublishBoundsTest {

  private static final BoardName BOARD = BoardName.of("news");

  private final PublishBounds bounds = new PublishBounds(100);

  @Test
  void shouldAcceptABodyAtTheBoundAndRefuseOneByteMore() {
    assertThat(bounds.check(BOARD, message().body(new byte[100]).build())).isNull();
    assertThat(bounds.check(BOARD, message().body(new byte[101]).build()))
        .isInstanceOf(PublishFailedException.class)
        .hasMessage(
            "message id-1 to board news was not sent: its body has 101 bytes, at most 100 (100 B)"
                + " are allowed (raise it with ?max-body= in the broker URI, up to 16m)");
  }

  @Test
  void shouldAcceptAnEmptyBody() {
    assertThat(bounds.check(BOARD, message().build())).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "content type", "header name"})
  void shouldBoundEachAttributeInBytesOfUtf8(String what) {
    assertThat(bounds.check(BOARD, with(what, "x".repeat(255)))).isNull();
    assertThat(bounds.check(BOARD, with(what, "é".repeat(127) + "x"))).isNull();
    assertThat(bounds.check(BOARD, with(what, "x".repeat(256))))
        .hasMessageContaining(
            what + " '" + "x".repeat(40) + "…' has 256 bytes, at most 255 are allowed");
    assertThat(bounds.check(BOARD, with(what, "é".repeat(128))))
        .hasMessageContaining("has 256 bytes");
    assertThat(bounds.check(BOARD, with(what, "😀".repeat(64)))).hasMessageContaining("256 bytes");
  }

  @Test
  void shouldBoundExtensionNamesWithTheirPrefixOnTheTransport() {
    assertThat(bounds.check(BOARD, message().extension("x".repeat(252), "").build())).isNull();
    assertThat(bounds.check(BOARD, message().extension("x".repeat(253), "").build()))
        .hasMessageContaining("extension name 'ce-xx")
        .hasMessageContaining("has 256 bytes");
  }

  @Test
  void shouldBoundAllNamesAndValuesTogether() {
    int others = message().header("h", "").build().attributeBytes();
    String value = "v".repeat(Message.MAX_HEADERS_BYTES - others);

    assertThat(bounds.check(BOARD, message().header("h", value).build())).isNull();
    assertThat(bounds.check(BOARD, message().header("h", value + "v").build()))
        .hasMessageEndingWith(
            "its attributes and headers take 65537 bytes, at most 65536 are allowed"
                + " (put it into the body)");
  }

  @Test
  void shouldReportOnOneLineWhateverTheText() {
    String odd = "a\nb\u001b[2J" + "😀".repeat(100);

    assertThat(bounds.check(BOARD, message().id(odd).build()))
        .isNotNull()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cs}\\n]"));
  }

  private static Message.Builder message() {
    return Message.from("alice").id("id-1").type("t");
  }

  private static Message with(String what, String value) {
    Message.Builder builder =
        switch (what) {
          case "id" -> message().id(value);
          case "source" -> message().source(value);
          case "type" -> message().type(value);
          case "content type" -> message().contentType(value);
          default -> message().header(value, "x");
        };
    return builder.build();
  }
}
