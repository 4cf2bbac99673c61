package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.LongString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.Rfc3339;

/**
 * The typed header values of AMQP 0-9-1 (section 4.2.5, field tables) as text, by the table in
 * {@code docs/rabbitmq-mapping.md}: text stays text, numbers and truth values are written as in
 * Java, times as RFC 3339, bytes as base64, lists and tables in brackets, no value as empty text.
 */
final class HeaderText {

  private HeaderText() {}

  static String of(@Nullable Object value) {
    if (value instanceof LongString text) {
      return new String(text.getBytes(), StandardCharsets.UTF_8);
    }
    if (value == null) {
      return "";
    }
    if (value instanceof Date date) {
      return Rfc3339.format(date.toInstant());
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(HeaderText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> table) {
      return table.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }
}
