package org.topicboards.broker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.topicboards.broker.spi.MessageReader;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/**
 * Messages as Kafka records and back, by the Kafka protocol binding of CloudEvents 1.0.2, section
 * 3.2 (binary content mode): the value is the body, attributes are headers with the prefix {@code
 * ce_}, the content type is the header {@code content-type}.
 */
final class MessageMapping {

  private static final String SPEC_VERSION_HEADER = "ce_specversion";
  private static final String CONTENT_TYPE = "content-type";

  /** The extension that names the key (section 3.1 of the binding). */
  private static final String PARTITION_KEY = "partitionkey";

  /** A free header with the name that the binding gives to the content type travels under this. */
  private static final String DISGUISE = "x-board-header-";

  private static final long OLDEST_TIMESTAMP_MILLIS = Duration.ofHours(1).toMillis();

  private static final byte[] SPEC_VERSION = utf8("1.0");
  private static final byte[] NO_BODY = {};

  private MessageMapping() {}

  /** The record as which {@code message} is posted to {@code topic}. */
  static ProducerRecord<byte[], byte[]> record(String topic, Message message) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, null, timestampMillis(message.time()), key(message), message.body());
    Headers headers = record.headers();
    headers.add(SPEC_VERSION_HEADER, SPEC_VERSION);
    headers.add("ce_id", utf8(message.id()));
    headers.add("ce_source", utf8(message.source()));
    headers.add("ce_type", utf8(message.type()));
    headers.add("ce_time", utf8(Rfc3339.format(message.time())));
    String contentType = message.contentType();
    if (contentType != null) {
      headers.add(CONTENT_TYPE, utf8(contentType));
    }
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      headers.add("ce_" + extension.getKey(), utf8(extension.getValue()));
    }
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      headers.add(disguised(header.getKey()), utf8(header.getValue()));
    }
    return record;
  }

  /** The key of the record, by which it comes into a partition. */
  static byte[] key(Message message) {
    return utf8(message.extensions().getOrDefault(PARTITION_KEY, message.source()));
  }

  /** The message that a record carries, ours or a foreign tool's. */
  static Message message(ConsumerRecord<byte[], byte[]> record, String clusterId) {
    byte[] value = record.value();
    MessageReader reader = new MessageReader(value == null ? NO_BODY : value);
    String contentType = null;
    for (Header header : record.headers()) {
      String name = header.key();
      if (name.equals(SPEC_VERSION_HEADER)) {
        continue; // written anew when the message is posted again
      }
      byte[] bytes = header.value();
      String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
      if (name.equals(CONTENT_TYPE)) {
        contentType = contentType == null ? text : contentType;
      } else {
        reader.header(undisguised(name), text);
      }
    }
    if (contentType != null) {
      reader.contentType(contentType);
    }
    return reader.read(new RecordFallback(record, clusterId));
  }

  /**
   * The time of the message as far as it suits the broker, whose retention goes by it: of an old
   * message that is posted now it would delete the only copy. The exact time is in a header.
   */
  private static long timestampMillis(Instant time) {
    long nowMillis = System.currentTimeMillis();
    long nowSeconds = nowMillis / 1_000;
    long seconds = time.getEpochSecond();
    if (seconds > nowSeconds || seconds < nowSeconds - OLDEST_TIMESTAMP_MILLIS / 1_000) {
      return nowMillis;
    }
    return Math.min(nowMillis, time.toEpochMilli());
  }

  private static String disguised(String name) {
    return name.equals(CONTENT_TYPE) || name.startsWith(DISGUISE) ? DISGUISE + name : name;
  }

  private static String undisguised(String name) {
    return name.startsWith(DISGUISE) ? name.substring(DISGUISE.length()) : name;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Where the record lies, for a message that does not say what it is. */
  private record RecordFallback(ConsumerRecord<byte[], byte[]> record, String clusterId)
      implements MessageReader.Fallback {

    /** The same for every reader and every time, so that the archive knows the record again. */
    @Override
    public String id() {
      return record.partition() + "-" + record.offset();
    }

    @Override
    public String source() {
      return "kafka:" + clusterId + "/" + record.topic();
    }

    @Override
    public String type() {
      return Message.DEFAULT_TYPE;
    }

    @Override
    public Instant time() {
      return record.timestamp() < 0 ? Instant.now() : Instant.ofEpochMilli(record.timestamp());
    }
  }
}
