package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.topicboards.message.Message;

class MessageMappingTest {

  private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldCarryEveryPartThereAndBack() {
    Message message =
        Message.from("//host/alice")
            .id("id-1")
            .type("org.example.made")
            .time(Instant.parse("2026-11-21T10:11:12.123456789Z"))
            .contentType("text/plain")
            .extension("traceparent", "00-ab-cd-01")
            .header("Größe", "𝄞 groß")
            .header("CC", "not a routing key")
            .header("BCC", "neither")
            .header("x-board-header-CC", "disguised already")
            .body(BODY)
            .build();

    assertThat(MessageMapping.message(MessageMapping.properties(message), BODY)).isEqualTo(message);
  }

  @Test
  void shouldHideRoutingInstructionsFromTheBroker() {
    Message message = Message.from("test").header("CC", "a").header("BCC", "b").build();

    assertThat(MessageMapping.properties(message).getHeaders()).doesNotContainKeys("CC", "BCC");
  }

  @Test
  void shouldCarryAnIdThatIsTooLongForTheProperty() {
    Message message = Message.from("s".repeat(300)).id("i".repeat(300)).body(BODY).build();

    AMQP.BasicProperties properties = MessageMapping.properties(message);

    assertThat(properties.getMessageId()).isNull();
    assertThat(properties.getAppId()).isNull();
    assertThat(MessageMapping.message(properties, BODY)).isEqualTo(message);
  }

  @Test
  void shouldShowOtherToolsTheStandardProperties() {
    Message message =
        Message.from("alice").id("id-1").time(Instant.ofEpochSecond(1_700_000_000, 5)).build();

    AMQP.BasicProperties properties = MessageMapping.properties(message);

    assertThat(properties.getMessageId()).isEqualTo("id-1");
    assertThat(properties.getAppId()).isEqualTo("alice");
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(properties.getTimestamp().toInstant().getEpochSecond()).isEqualTo(1_700_000_000);
    assertThat(properties.getHeaders())
        .containsEntry("ce-time", "2023-11-14T22:13:20.000000005Z")
        .containsEntry("ce-specversion", "1.0");
  }

  @Test
  void shouldGiveAForeignMessageDefaults() {
    Message message = MessageMapping.message(new AMQP.BasicProperties(), BODY);

    assertThat(message.id()).hasSize(36);
    assertThat(message.source()).isEqualTo("unknown");
    assertThat(message.type()).isEqualTo(Message.DEFAULT_TYPE);
    assertThat(message.contentType()).isNull();
    assertThat(message.body()).isEqualTo(BODY);
  }

  @Test
  void shouldUseWhatTheStandardPropertiesOfAForeignMessageSay() {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId("m-1")
            .appId("legacy")
            .type("order")
            .contentType("application/xml")
            .timestamp(Date.from(Instant.ofEpochSecond(1_700_000_000)))
            .build();

    Message message = MessageMapping.message(properties, BODY);

    assertThat(message.id()).isEqualTo("m-1");
    assertThat(message.source()).isEqualTo("legacy");
    assertThat(message.type()).isEqualTo("order");
    assertThat(message.contentType()).isEqualTo("application/xml");
    assertThat(message.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void shouldWriteEveryTypeOfHeaderValueAsText() {
    Map<String, Object> headers = new HashMap<>();
    headers.put("text", LongStringHelper.asLongString("grün"));
    headers.put("int", 7);
    headers.put("long", 8L);
    headers.put("short", (short) 9);
    headers.put("byte", (byte) 10);
    headers.put("boolean", true);
    headers.put("float", 1.5f);
    headers.put("double", 2.5);
    headers.put("decimal", new BigDecimal("3.25"));
    headers.put("time", Date.from(Instant.ofEpochSecond(0)));
    headers.put("bytes", new byte[] {1, 2, 3});
    headers.put("list", List.of(LongStringHelper.asLongString("a"), 1));
    headers.put("table", Map.of("k", LongStringHelper.asLongString("v")));
    headers.put("nothing", null);

    Message message =
        MessageMapping.message(new AMQP.BasicProperties.Builder().headers(headers).build(), BODY);

    assertThat(message.headers())
        .containsEntry("text", "grün")
        .containsEntry("int", "7")
        .containsEntry("long", "8")
        .containsEntry("short", "9")
        .containsEntry("byte", "10")
        .containsEntry("boolean", "true")
        .containsEntry("float", "1.5")
        .containsEntry("double", "2.5")
        .containsEntry("decimal", "3.25")
        .containsEntry("time", "1970-01-01T00:00:00Z")
        .containsEntry("bytes", "AQID")
        .containsEntry("list", "[a, 1]")
        .containsEntry("table", "{k=v}")
        .containsEntry("nothing", "");
  }
}
