package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.spi.MessageReader;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;
import org.topicboards.units.Rfc3339;

/**
 * Messages as AMQP 0-9-1 basic properties and back.
 *
 * <p>CloudEvents attributes are headers with the prefix {@code ce-}, as in Knative's binding; id,
 * time, content type and source stand in the standard properties too, for tools that know no
 * CloudEvents. The timestamp property has one-second resolution, so the exact time is in {@code
 * ce-time}.
 */
final class MessageMapping {

  private static final int PERSISTENT = 2;

  /**
   * What {@link #isBrokersOwn} names travels under this prefix where it is a free header of ours.
   */
  private static final String DISGUISE = "x-board-header-";

  /** A timestamp further from 1970 than this, either way, is no time but a mistake. */
  private static final long FURTHEST_SECOND = 60_000_000_000L;

  private MessageMapping() {}

  /** The properties under which {@code message} is posted. */
  static AMQP.BasicProperties properties(Message message) {
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", message.id());
    headers.put("ce-source", message.source());
    headers.put("ce-type", message.type());
    headers.put("ce-time", Rfc3339.format(message.time()));
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      headers.put("ce-" + extension.getKey(), extension.getValue());
    }
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      headers.put(disguised(header.getKey()), header.getValue());
    }
    return new AMQP.BasicProperties(
        message.contentType(),
        null,
        headers,
        PERSISTENT,
        null,
        null,
        null,
        null,
        shortText(message.id()),
        Date.from(message.time()),
        null,
        null,
        shortText(message.source()),
        null);
  }

  /** The message that a delivery carries, ours or a foreign tool's. */
  static Message message(AMQP.BasicProperties properties, byte[] body) {
    MessageReader reader = new MessageReader(body);
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      for (Map.Entry<String, Object> header : headers.entrySet()) {
        if (!isEnvelope(header.getKey())) {
          reader.header(undisguised(header.getKey()), HeaderText.of(header.getValue()));
        }
      }
    }
    if (properties.getContentType() != null) {
      reader.contentType(properties.getContentType());
    }
    return reader.read(new PropertyFallback(properties));
  }

  /** A property's text, or null where it is longer than AMQP lets it be: the header has it, too. */
  private static @Nullable String shortText(String text) {
    return text.length() * 3 <= Message.MAX_ATTRIBUTE_BYTES
            || text.getBytes(StandardCharsets.UTF_8).length <= Message.MAX_ATTRIBUTE_BYTES
        ? text
        : null;
  }

  private static String disguised(String name) {
    return isBrokersOwn(name) || name.startsWith(DISGUISE) ? DISGUISE + name : name;
  }

  private static String undisguised(String name) {
    return name.startsWith(DISGUISE) ? name.substring(DISGUISE.length()) : name;
  }

  /** Headers that tell nothing of the message, and need not be decoded. */
  private static boolean isEnvelope(String name) {
    return name.equals("ce-specversion") || isDeliveryCount(name);
  }

  /** Headers that RabbitMQ acts on, or that quorum queues add when they deliver again. */
  private static boolean isBrokersOwn(String name) {
    return name.equals("CC") || name.equals("BCC") || isDeliveryCount(name);
  }

  private static boolean isDeliveryCount(String name) {
    return name.equals("x-delivery-count") || name.equals("x-acquired-count");
  }

  /** The standard properties, for a message without CloudEvents headers. */
  private record PropertyFallback(AMQP.BasicProperties properties)
      implements MessageReader.Fallback {

    @Override
    public String id() {
      return or(properties.getMessageId(), Uuid7.next());
    }

    @Override
    public String source() {
      return or(properties.getAppId(), or(properties.getUserId(), "unknown"));
    }

    @Override
    public String type() {
      return or(properties.getType(), Message.DEFAULT_TYPE);
    }

    @Override
    public Instant time() {
      Date timestamp = properties.getTimestamp();
      if (timestamp == null) {
        return Instant.now();
      }
      Instant time = timestamp.toInstant();
      return Math.abs(time.getEpochSecond()) > FURTHEST_SECOND ? Instant.now() : time;
    }

    private static String or(@Nullable String value, String other) {
      return value == null || value.isEmpty() ? other : value;
    }
  }
}
