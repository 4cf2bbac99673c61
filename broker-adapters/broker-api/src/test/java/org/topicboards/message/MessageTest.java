package org.topicboards.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456789Z");

  @Test
  void shouldFillInDefaults() {
    Instant before = Instant.now();
    Message message = Message.from("alice").build();

    assertThat(message.source()).isEqualTo("alice");
    assertThat(UUID.fromString(message.id()).version()).isEqualTo(7);
    assertThat(message.type()).isEqualTo(Message.DEFAULT_TYPE);
    assertThat(message.time()).isBetween(before, Instant.now());
    assertThat(message.contentType()).isNull();
    assertThat(message.extensions()).isEmpty();
    assertThat(message.headers()).isEmpty();
    assertThat(message.body()).isEmpty();
  }

  @Test
  void shouldGiveEachMessageAnIdOfItsOwn() {
    Message.Builder builder = Message.from("alice");

    assertThat(builder.build().id()).isNotEqualTo(builder.build().id());
  }

  @Test
  void shouldKeepWhatIsGivenInItsOrder() {
    Message message = full().header("b", "2").header("a", "1").build();

    assertThat(message.id()).isEqualTo("id-1");
    assertThat(message.type()).isEqualTo("goal");
    assertThat(message.time()).isEqualTo(TIME);
    assertThat(message.contentType()).isEqualTo("text/plain");
    assertThat(message.extensions()).containsExactlyEntriesOf(java.util.Map.of("subject", "cup"));
    assertThat(message.headers().keySet()).containsExactly("colour", "b", "a");
    assertThat(message.body()).asString(UTF_8).isEqualTo("1:0");
  }

  @Test
  void shouldBeEqualByContent() {
    Message message = full().build();

    assertThat(message)
        .isEqualTo(full().build())
        .hasSameHashCodeAs(full().build())
        .isEqualTo(message.toBuilder().build());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void shouldDifferWhereAnyPartDoes(UnaryOperator<Message.Builder> change) {
    assertThat(change.apply(full()).build()).isNotEqualTo(full().build());
  }

  static Stream<UnaryOperator<Message.Builder>> changes() {
    return Stream.of(
        b -> b.id("other"),
        b -> b.source("other"),
        b -> b.type("other"),
        b -> b.time(TIME.plusNanos(1)),
        b -> b.contentType(null),
        b -> b.extension("subject", "other"),
        b -> b.header("another", ""),
        b -> b.body("1:1".getBytes(UTF_8)));
  }

  @Test
  void shouldNotChangeWithTheBuilderItCameFrom() {
    Message.Builder builder = full();
    Message message = builder.build();
    builder.header("late", "x").extension("late", "x").id("late");

    assertThat(message).isEqualTo(full().build());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> message.headers().put("a", "b"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> message.extensions().clear());
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "content type", "header name"})
  void shouldRefuseEmptyAttributes(String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(what, "").build())
        .withMessage(what + " must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "content type", "header name", "header x"})
  void shouldRefuseUnpairedSurrogates(String what) {
    for (String text : new String[] {"\ud83d", "a\ud83dz", "\ude00", "\ude00\ud83d"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with(what, text).build())
          .withMessage(what + " is not Unicode text (unpaired surrogate)");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full().extension("subject", "\ud83d").build())
        .withMessage("extension subject is not Unicode text (unpaired surrogate)");
  }

  @Test
  void shouldCarryAnyUnicodeAndCountItsBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String text = unicode(random);
      Message message =
          Message.from("s" + text)
              .id("i" + text)
              .type("t")
              .contentType("c")
              .extension("x1", text)
              .header("h" + text, text)
              .build();

      int expected =
          ("s" + text + "i" + text + "tcx1" + text + "h" + text + text).getBytes(UTF_8).length;
      assertThat(message.attributeBytes()).isEqualTo(expected);
      assertThat(message.headers()).containsEntry("h" + text, text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-id", "ce_", "cloudEvents_source", "cloudEvents:x", "ce-\n"})
  void shouldRefuseHeadersThatWouldPoseAsAttributes(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.from("alice").header(name, "x").build())
        .withMessageContaining("which is reserved")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce", "cex", "CE-id", "cloudEvents", "x-ce-id", " "})
  void shouldAcceptHeadersThatOnlyLookAlike(String name) {
    assertThat(Message.from("alice").header(name, "x").build().headers()).containsEntry(name, "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"subject", "dataschema", "traceparent", "a", "1", "boardhops2"})
  void shouldAcceptExtensionNames(String name) {
    assertThat(Message.isExtensionName(name)).isTrue();
    assertThat(Message.from("alice").extension(name, "").build().extensions())
        .containsEntry(name, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Subject",
        "a-b",
        "a_b",
        "a b",
        "é",
        "id",
        "source",
        "specversion",
        "type",
        "time",
        "datacontenttype",
        "data",
        "a\n"
      })
  void shouldRefuseExtensionNames(String name) {
    assertThat(Message.isExtensionName(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.from("alice").extension(name, "x").build())
        .withMessageContaining("is no extension attribute")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void shouldBoundTheTimeToWhatRfc3339CanWrite() {
    Instant first = Instant.parse("0001-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999999999Z");

    assertThat(full().time(first).build().time()).isEqualTo(first);
    assertThat(full().time(last).build().time()).isEqualTo(last);
    for (Instant outside :
        new Instant[] {first.minusNanos(1), last.plusNanos(1), Instant.MIN, Instant.MAX}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> full().time(outside).build())
          .withMessage("time " + outside + " is outside the years 1 to 9999");
    }
  }

  @Test
  void shouldReadWhatIsTooLargeToBePosted() {
    Message message = Message.from("s".repeat(300)).header("h", "x".repeat(100_000)).build();

    assertThat(message.attributeBytes()).isGreaterThan(Message.MAX_HEADERS_BYTES);
  }

  @Test
  void shouldShowItselfOnOneLineWithoutContent() {
    Message message =
        full().source("al\nice").id("\u001b[2J").header("secret", "x").body(new byte[5]).build();

    assertThat(message).hasToString("Message[al\uFFFDice \uFFFD[2J, 5 bytes]");
  }

  @Test
  void shouldIdentifyByBoardSourceAndId() {
    BoardName board = BoardName.of("news");

    assertThat(MessageIdentity.of(board, full().build()))
        .isEqualTo(MessageIdentity.of(board, full().body(new byte[9]).build()))
        .isNotEqualTo(MessageIdentity.of(BoardName.of("other"), full().build()))
        .isNotEqualTo(MessageIdentity.of(board, full().source("bob").build()));
  }

  private static Message.Builder full() {
    return Message.from("alice")
        .id("id-1")
        .type("goal")
        .time(TIME)
        .contentType("text/plain")
        .extension("subject", "cup")
        .header("colour", "red")
        .body("1:0".getBytes(UTF_8));
  }

  private static Message.Builder with(String what, String value) {
    return switch (what) {
      case "id" -> full().id(value);
      case "source" -> full().source(value);
      case "type" -> full().type(value);
      case "content type" -> full().contentType(value);
      case "header name" -> full().header(value, "x");
      default -> full().header("x", value);
    };
  }

  private static String unicode(Random random) {
    return random
        .ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
        .map(c -> random.nextBoolean() ? c % 0x900 : c)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
