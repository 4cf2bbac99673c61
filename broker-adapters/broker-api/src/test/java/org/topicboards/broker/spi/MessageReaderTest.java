package org.topicboards.broker.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.Message;

class MessageReaderTest {

  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456789Z");
  private static final byte[] BODY = {0, 1, -1};

  @Test
  void shouldGiveAForeignMessageTheTransportsDefaults() {
    Message message = new MessageReader(BODY).read(new Defaults());

    assertThat(message)
        .isEqualTo(
            Message.from("default-source")
                .id("default-id")
                .type("default-type")
                .time(Instant.EPOCH)
                .body(BODY)
                .build());
    assertThat(message.body()).isSameAs(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-", "ce_", "cloudEvents_", "cloudEvents:"})
  void shouldReadAttributesUnderEachPrefix(String prefix) {
    MessageReader reader = new MessageReader(BODY);
    reader.header(prefix + "specversion", "1.0");
    reader.header(prefix + "id", "id-1");
    reader.header(prefix + "source", "alice");
    reader.header(prefix + "type", "goal");
    reader.header(prefix + "time", TIME.toString());
    reader.header(prefix + "datacontenttype", "text/plain");
    reader.header(prefix + "subject", "cup");
    reader.header(prefix + "boardhops", "a");
    reader.header("colour", "red");

    assertThat(reader.read(new Defaults()))
        .isEqualTo(
            Message.from("alice")
                .id("id-1")
                .type("goal")
                .time(TIME)
                .contentType("text/plain")
                .extension("subject", "cup")
                .extension("boardhops", "a")
                .header("colour", "red")
                .body(BODY)
                .build());
  }

  @Test
  void shouldReadAttributeNamesInAnyCase() {
    MessageReader reader = new MessageReader(BODY);
    reader.header("ce-ID", "id-1");
    reader.header("ce-TraceParent", "00-1");

    Message message = reader.read(new Defaults());

    assertThat(message.id()).isEqualTo("id-1");
    assertThat(message.extensions()).containsEntry("traceparent", "00-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "time", "datacontenttype", "subject"})
  void shouldTakeTheFirstOfAnAttributeGivenTwice(String attribute) {
    String first = attribute.equals("time") ? TIME.toString() : "first";
    MessageReader once = new MessageReader(BODY);
    once.header("ce-" + attribute, first);
    MessageReader twice = new MessageReader(BODY);
    twice.header("ce-" + attribute, first);
    twice.header("ce_" + attribute, attribute.equals("time") ? "1999-01-01T00:00:00Z" : "second");

    assertThat(twice.read(new Defaults())).isEqualTo(once.read(new Defaults()));
  }

  @Test
  void shouldLetTheTransportsContentTypeStandOverTheAttribute() {
    MessageReader before = new MessageReader(BODY);
    before.contentType("text/html");
    before.header("ce-datacontenttype", "text/plain");
    MessageReader after = new MessageReader(BODY);
    after.header("ce-datacontenttype", "text/plain");
    after.contentType("text/html");

    assertThat(before.read(new Defaults()).contentType()).isEqualTo("text/html");
    assertThat(after.read(new Defaults()).contentType()).isEqualTo("text/html");
  }

  @Test
  void shouldTreatEmptyAttributesAsMissing() {
    MessageReader reader = new MessageReader(BODY);
    for (String name : new String[] {"id", "source", "type", "datacontenttype"}) {
      reader.header("ce-" + name, "");
    }

    assertThat(reader.read(new Defaults())).isEqualTo(new MessageReader(BODY).read(new Defaults()));
  }

  @Test
  void shouldKeepAnUnusableTimeAsAHeader() {
    MessageReader reader = new MessageReader(BODY);
    reader.header("ce-time", "yesterday");
    Message message = reader.read(new Defaults());

    assertThat(message.time()).isEqualTo(Instant.EPOCH);
    assertThat(message.headers()).containsExactly(Map.entry("invalid-time", "yesterday"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+57860-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
  void shouldReplaceATransportTimeThatNobodyCanWrite(String text) {
    Instant before = Instant.now();
    Message message =
        new MessageReader(BODY)
            .read(
                new Defaults() {
                  @Override
                  public Instant time() {
                    return Instant.parse(text);
                  }
                });

    assertThat(message.time()).isBetween(before, Instant.now());
    assertThat(message.headers()).containsEntry("invalid-time", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace-parent", "data", "é", "a b", ""})
  void shouldKeepAnInvalidAttributeAsAHeader(String attribute) {
    MessageReader reader = new MessageReader(BODY);
    reader.header("ce-" + attribute, "x");

    Message message = reader.read(new Defaults());

    assertThat(message.extensions()).isEmpty();
    assertThat(message.headers()).containsEntry("invalid-attribute-" + attribute, "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "ce", "CE-id", "cex", "cloudEvents", "Ce_id", "x-match"})
  void shouldKeepOtherHeaders(String name) {
    MessageReader reader = new MessageReader(BODY);
    reader.header(name, "x");

    assertThat(reader.read(new Defaults()).headers()).containsEntry(name, "x");
  }

  @Test
  void shouldMakeAMessageOfWhateverArrives() {
    Random random = new Random(20261121);
    String[] starts = {"", "ce-", "ce_", "cloudEvents_", "cloudEvents:", "c", "invalid-"};
    String[] names = {
      "id", "source", "type", "time", "specversion", "data", "datacontenttype", "x"
    };
    for (int i = 0; i < 50_000; i++) {
      MessageReader reader = new MessageReader(BODY);
      for (int headers = random.nextInt(8); headers > 0; headers--) {
        String name = random.nextBoolean() ? names[random.nextInt(names.length)] : decoded(random);
        reader.header(starts[random.nextInt(starts.length)] + name, decoded(random));
      }
      if (random.nextInt(4) == 0) {
        reader.contentType(decoded(random));
      }

      Message message = reader.read(new Defaults());

      assertThat(message.id()).isNotEmpty();
      assertThat(message.toBuilder().build()).isEqualTo(message);
    }
  }

  /** Text as a transport's decoder makes it of any bytes. */
  private static String decoded(Random random) {
    byte[] bytes = new byte[random.nextInt(10)];
    random.nextBytes(bytes);
    return new String(bytes, UTF_8);
  }

  private static class Defaults implements MessageReader.Fallback {
    @Override
    public String id() {
      return "default-id";
    }

    @Override
    public String source() {
      return "default-source";
    }

    @Override
    public String type() {
      return "default-type";
    }

    @Override
    public Instant time() {
      return Instant.EPOCH;
    }
  }
}
