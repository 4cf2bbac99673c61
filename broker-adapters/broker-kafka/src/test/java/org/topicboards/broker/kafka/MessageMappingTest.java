package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.Message;

class MessageMappingTest {

  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
  private static final byte[] VALUE = "low water".getBytes(UTF_8);

  @Test
  void shouldBringEveryAttributeBack() {
    Message message =
        Message.from("tide-gauge/7")
            .id("reading-1")
            .type("tide.measured")
            .time(Instant.parse("2026-03-01T10:00:00.123456789Z"))
            .contentType("application/json")
            .extension("partitionkey", "north")
            .extension("traceparent", "00-ab-cd-01")
            .header("unit", "cm")
            .header("Größe", "ü €")
            .header("empty", "")
            .body(new byte[] {0, -1, 10})
            .build();

    assertThat(back(message)).isEqualTo(message);
  }

  @Test
  void shouldWriteTheHeadersOfTheCloudEventsBinding() {
    Message message =
        Message.from("tide-gauge/7")
            .id("reading-1")
            .type("tide.measured")
            .time(Instant.parse("2026-03-01T10:00:00.5Z"))
            .contentType("text/plain")
            .extension("severity", "high")
            .header("unit", "cm")
            .body(VALUE)
            .build();

    ProducerRecord<byte[], byte[]> record = MessageMapping.record("shore", message);

    assertThat(record.topic()).isEqualTo("shore");
    assertThat(record.partition()).isNull();
    assertThat(record.value()).isSameAs(message.body());
    assertThat(texts(record.headers()))
        .containsOnly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "reading-1"),
            Map.entry("ce_source", "tide-gauge/7"),
            Map.entry("ce_type", "tide.measured"),
            Map.entry("ce_time", "2026-03-01T10:00:00.500Z"),
            Map.entry("content-type", "text/plain"),
            Map.entry("ce_severity", "high"),
            Map.entry("unit", "cm"));
  }

  @Test
  void shouldTakeThePartitionKeyOrElseTheSourceAsKey() {
    assertThat(key(Message.from("gauge").build())).isEqualTo("gauge");
    assertThat(key(Message.from("gauge").extension("partitionkey", "north").build()))
        .isEqualTo("north");
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-type", "x-board-header-content-type", "x-board-header-"})
  void shouldKeepAFreeHeaderThatTheBindingWouldTakeForItsOwn(String name) {
    Message plain = Message.from("gauge").header(name, "mine").build();
    Message typed = Message.from("gauge").contentType("text/css").header(name, "mine").build();

    assertThat(back(plain)).isEqualTo(plain);
    assertThat(back(typed)).isEqualTo(typed);
  }

  @Test
  void shouldGiveTheBrokerARecentTimeOfTheMessage() {
    Instant recent = Instant.now().minusSeconds(60);

    assertThat(timestamp(recent)).isEqualTo(recent.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
  void shouldGiveTheBrokerThePresentForATimeThatItWouldActOn(String time) {
    assertThat(timestamp(Instant.parse(time)))
        .isCloseTo(System.currentTimeMillis(), within(60_000L));
    assertThat(back(Message.from("gauge").time(Instant.parse(time)).build()).time())
        .isEqualTo(time);
  }

  @Test
  void shouldGiveTheBrokerThePresentForATimeOfHoursAgoOrAhead() {
    long nowMillis = System.currentTimeMillis();

    assertThat(timestamp(Instant.now().minus(2, ChronoUnit.HOURS)))
        .isGreaterThanOrEqualTo(nowMillis);
    assertThat(timestamp(Instant.now().plus(2, ChronoUnit.HOURS)))
        .isCloseTo(nowMillis, within(60_000L));
  }

  @Test
  void shouldIdentifyAForeignRecordByItsPlace() {
    Instant written = Instant.parse("2026-02-03T04:05:06.789Z");

    Message message = MessageMapping.message(foreign(VALUE, written, Map.of()), CLUSTER);

    assertThat(message.id()).isEqualTo("3-42");
    assertThat(message.source()).isEqualTo("kafka:" + CLUSTER + "/shore");
    assertThat(message.type()).isEqualTo(Message.DEFAULT_TYPE);
    assertThat(message.time()).isEqualTo(written);
    assertThat(message.contentType()).isNull();
    assertThat(message.extensions()).isEmpty();
    assertThat(message.headers()).isEmpty();
    assertThat(message.body()).isEqualTo(VALUE);
  }

  @Test
  void shouldTakeTheTimeOfReadingWhereARecordHasNone() {
    Message message =
        MessageMapping.message(foreign(VALUE, Instant.ofEpochMilli(-1), Map.of()), CLUSTER);

    assertThat(message.time()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
  }

  @Test
  void shouldTakeANullValueForAnEmptyBody() {
    assertThat(MessageMapping.message(foreign(null, Instant.now(), Map.of()), CLUSTER).body())
        .isEmpty();
  }

  @Test
  void shouldTakeNullHeaderValuesForEmptyTexts() {
    Map<String, Optional<String>> headers =
        Map.of(
            "free", Optional.empty(),
            "ce_id", Optional.empty(),
            "ce_time", Optional.empty(),
            "content-type", Optional.empty());

    Message message = MessageMapping.message(foreign(VALUE, Instant.EPOCH, headers), CLUSTER);

    assertThat(message.id()).isEqualTo("3-42");
    assertThat(message.contentType()).isNull();
    assertThat(message.time()).isEqualTo(Instant.EPOCH);
    assertThat(message.headers())
        .containsOnly(Map.entry("free", ""), Map.entry("invalid-time", ""));
  }

  @Test
  void shouldReadAMessageOfAFutureSpecification() {
    Map<String, Optional<String>> headers =
        Map.of(
            "ce_specversion", Optional.of("9.1"),
            "ce_id", Optional.of("a"),
            "ce_source", Optional.of("b"),
            "ce_somethingnew", Optional.of("c"));

    Message message = MessageMapping.message(foreign(VALUE, Instant.EPOCH, headers), CLUSTER);

    assertThat(message.id()).isEqualTo("a");
    assertThat(message.source()).isEqualTo("b");
    assertThat(message.extensions()).containsOnly(Map.entry("somethingnew", "c"));
  }

  @Test
  void shouldReadTheFirstOfRepeatedHeaders() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", utf8("text/plain")).add("content-type", utf8("text/css"));
    headers.add("ce_id", utf8("first")).add("ce_id", utf8("second"));

    Message message = MessageMapping.message(consumed(VALUE, Instant.EPOCH, headers), CLUSTER);

    assertThat(message.contentType()).isEqualTo("text/plain");
    assertThat(message.id()).isEqualTo("first");
  }

  private static Message back(Message message) {
    ProducerRecord<byte[], byte[]> record = MessageMapping.record("shore", message);
    return MessageMapping.message(
        consumed(record.value(), Instant.EPOCH, record.headers()), CLUSTER);
  }

  private static String key(Message message) {
    return new String(MessageMapping.record("shore", message).key(), UTF_8);
  }

  private static long timestamp(Instant time) {
    return MessageMapping.record("shore", Message.from("gauge").time(time).build()).timestamp();
  }

  private static ConsumerRecord<byte[], byte[]> foreign(
      byte @Nullable [] value, Instant written, Map<String, Optional<String>> texts) {
    RecordHeaders headers = new RecordHeaders();
    texts.forEach(
        (name, text) -> headers.add(name, text.map(MessageMappingTest::utf8).orElse(null)));
    return consumed(value, written, headers);
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      byte @Nullable [] value, Instant written, Headers headers) {
    return new ConsumerRecord<>(
        "shore",
        3,
        42,
        written.toEpochMilli(),
        TimestampType.CREATE_TIME,
        -1,
        value == null ? -1 : value.length,
        null,
        value,
        headers,
        Optional.empty());
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new HashMap<>();
    for (Header header : headers) {
      texts.put(header.key(), new String(header.value(), UTF_8));
    }
    return texts;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
