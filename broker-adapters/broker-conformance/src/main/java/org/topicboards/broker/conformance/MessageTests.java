package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.spi.MessageReader;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What a message says arrives as it was said; foreign tools' messages and ours are understood. */
abstract class MessageTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("letters");

  /** Beyond the basic plane, NUL and controls, right-to-left, combining, an empty one, long. */
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "",
          " leading and trailing ",
          "Grüße, 世界",
          "\uD83D\uDE80 \uD834\uDD1E \uDBFF\uDFFF",
          "nul \u0000 in the middle",
          "\u0001\t\r\n\u001b\u007f\u0085",
          "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645 \u202e\u2066",
          "e\u0301 \ufeff \ufffe \uffff",
          "\"quoted\\\" 'text' {json: [1]} <xml/> %41 =?utf-8?b?",
          "x".repeat(20_000));

  @Test
  void shouldCarryEveryAttribute() {
    assertRoundTrip(
        Message.from("urn:publisher:grüße?a=1#b")
            .id("id with spaces, ü and \u0001")
            .type("com.example.thing.v1")
            .time(Instant.parse("2026-11-21T10:11:12.123456789Z"))
            .contentType("application/json; charset=utf-8")
            .extension("subject", "a subject")
            .extension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .extension("x0", "")
            .header("Content-Type", "not the content type")
            .header("id", "not the id")
            .header("message-id", "not the id either")
            .header("a header", "a value")
            .body("{\"a\":1}".getBytes(StandardCharsets.UTF_8))
            .build());
  }

  @Test
  void shouldCarryAMessageThatHasOnlyDefaults() {
    assertRoundTrip(Message.from("somebody").build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2026-11-21T10:00:00.000000001Z",
        "2026-11-21T10:00:00.120Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z"
      })
  void shouldCarryTheTimeToTheNanosecond(Instant time) {
    assertRoundTrip(Message.from("clock").time(time).build());
  }

  @Test
  void shouldCarryHeadersWithAnyUnicode() {
    Message.Builder message = Message.from("polyglot");
    for (int i = 0; i < TEXTS.size(); i++) {
      message.header("value-" + i, TEXTS.get(i));
      if (!TEXTS.get(i).isEmpty() && TEXTS.get(i).length() < 50) {
        message.header(TEXTS.get(i), "the name is the text");
      }
    }
    assertRoundTrip(message.build());
  }

  @Test
  void shouldCarryRandomMessages() {
    Random random = new Random(4_711);
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, BOARD.value());

    List<Message> posted = random.ints(200, 0, 4).mapToObj(n -> randomMessage(random, n)).toList();
    posted.stream()
        .map(message -> publisher.publish(BOARD, message))
        .toList()
        .forEach(ConformancePart::settled);

    assertThat(inbox.awaitCount(posted.size()).messages()).isEqualTo(posted);
  }

  @Test
  void shouldCarryAnEmptyBody() {
    assertRoundTrip(Message.from("quiet").contentType("text/plain").body(new byte[0]).build());
  }

  @Test
  void shouldCarryEveryByteValue() {
    byte[] body = new byte[4 * 256];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 7 + i / 256);
    }
    assertRoundTrip(Message.from("binary").body(body).build());
  }

  @Test
  void shouldGiveDefaultsToAForeignMessageWithoutHeaders() {
    Inbox inbox = subscribe(connect(), BOARD.value());
    ForeignPeer peer = foreignPeer();

    peer.post(BOARD.value(), ForeignMessage.of("from afar"));
    peer.post(BOARD.value(), ForeignMessage.of("from afar"));

    List<Message> received = inbox.awaitCount(2).messages();
    Message first = received.get(0);
    assertThat(first.body()).isEqualTo("from afar".getBytes(StandardCharsets.UTF_8));
    assertThat(first.type()).isEqualTo(Message.DEFAULT_TYPE);
    assertThat(first.source()).isNotEmpty();
    assertThat(first.contentType()).isNull();
    assertThat(first.headers()).isEmpty();
    assertThat(first.extensions()).isEmpty();
    assertThat(first.time())
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plusSeconds(60));
    assertThat(first.id()).isNotEmpty().isNotEqualTo(received.get(1).id());
  }

  @Test
  void shouldKeepTheHeadersAndBytesOfAForeignMessage() {
    byte[] noText = {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3, 0x28};
    Inbox inbox = subscribe(connect(), BOARD.value());

    foreignPeer()
        .post(BOARD.value(), new ForeignMessage(Map.of("colour", "grün", "size", "12"), noText));

    Message received = inbox.awaitCount(1).messages().get(0);
    assertThat(received.headers()).containsEntry("colour", "grün").containsEntry("size", "12");
    assertThat(received.body()).isEqualTo(noText);
  }

  @Test
  void shouldBeReadableByAForeignClient() {
    Message message =
        Message.from("us")
            .type("com.example.thing")
            .extension("subject", "a subject")
            .header("colour", "grün")
            .body(new byte[] {0, 1, (byte) 0xff})
            .build();
    ForeignPeer peer = foreignPeer();
    peer.listen(BOARD);

    publish(publisher(connect()), BOARD, message);

    Waiting.until(() -> assertThat(peer.received()).hasSize(1));
    ForeignMessage seen = peer.received().get(0);
    assertThat(seen.body()).isEqualTo(message.body());
    assertThat(seen.headers()).containsEntry("colour", "grün");
    MessageReader reader = new MessageReader(seen.body());
    seen.headers().forEach(reader::header);
    assertThat(reader.read(new NoFallback())).isEqualTo(message);
  }

  private void assertRoundTrip(Message message) {
    Broker broker = connect();
    Inbox inbox = subscribe(broker, BOARD.value());

    publish(publisher(broker), BOARD, message);

    Message received = inbox.awaitCount(1).messages().get(0);
    assertThat(received.id()).isEqualTo(message.id());
    assertThat(received.source()).isEqualTo(message.source());
    assertThat(received.type()).isEqualTo(message.type());
    assertThat(received.time()).isEqualTo(message.time());
    assertThat(received.contentType()).isEqualTo(message.contentType());
    assertThat(received.extensions()).isEqualTo(message.extensions());
    assertThat(received.headers()).isEqualTo(message.headers());
    assertThat(received.body()).isEqualTo(message.body());
  }

  private static Message randomMessage(Random random, int headerCount) {
    byte[] body = new byte[random.nextInt(2_000)];
    random.nextBytes(body);
    Message.Builder message =
        Message.from("s" + randomText(random))
            .type("t" + randomText(random))
            .contentType(random.nextBoolean() ? null : "c" + randomText(random))
            .time(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)))
            .body(body);
    for (int i = 0; i < headerCount; i++) {
      message.header("h" + randomText(random), randomText(random));
      message.extension("e" + i, randomText(random));
    }
    return message.build();
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    while (text.length() < length) {
      int limit = random.nextInt(4) == 0 ? Character.MAX_CODE_POINT + 1 : 0x250;
      int codePoint = random.nextInt(limit);
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }

  /** Fails where a foreign reader would have to guess. */
  private static final class NoFallback implements MessageReader.Fallback {
    @Override
    public String id() {
      throw new AssertionError("the message names no id");
    }

    @Override
    public String source() {
      throw new AssertionError("the message names no source");
    }

    @Override
    public String type() {
      throw new AssertionError("the message names no type");
    }

    @Override
    public Instant time() {
      throw new AssertionError("the message names no time");
    }
  }
}
