package org.topicboards.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.Message;

/**
 * The columns that hold a message, the same in every table and on every database.
 *
 * <p>Texts are bytes of UTF-8. A time is an integer of nanoseconds since 1970, which reaches from
 * 1677 to 2262; of a time beyond that the column holds the nearest value, so that the order is
 * kept, and {@code time_exact} holds its text (RFC 3339).
 */
final class MessageColumns {

  /** Their names, in the order in which they are bound and read. */
  static final String NAMES =
      "id, source, type, content_type, time_nanos, time_exact, extensions, headers, body";

  /** As many placeholders. */
  static final String PLACEHOLDERS = "?, ?, ?, ?, ?, ?, ?, ?, ?";

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The seconds of which every nanosecond can be counted in a long. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

  private MessageColumns() {}

  /** Binds a message from parameter {@code first} on. */
  static void bind(PreparedStatement statement, int first, Message message) throws SQLException {
    String contentType = message.contentType();
    Instant time = message.time();
    statement.setBytes(first, utf8(message.id()));
    statement.setBytes(first + 1, utf8(message.source()));
    statement.setBytes(first + 2, utf8(message.type()));
    bytesOrNull(statement, first + 3, contentType == null ? null : utf8(contentType));
    statement.setLong(first + 4, nanos(time));
    bytesOrNull(statement, first + 5, isCountable(time) ? null : utf8(time.toString()));
    bytesOrNull(statement, first + 6, HeaderJson.encode(message.extensions()));
    bytesOrNull(statement, first + 7, HeaderJson.encode(message.headers()));
    statement.setBytes(first + 8, message.body());
  }

  /** Reads a message from column {@code first} on. */
  static Message read(ResultSet row, int first) throws SQLException {
    byte[] contentType = row.getBytes(first + 3);
    byte[] exactTime = row.getBytes(first + 5);
    Message.Builder message =
        Message.from(new String(row.getBytes(first + 1), UTF_8))
            .id(new String(row.getBytes(first), UTF_8))
            .type(new String(row.getBytes(first + 2), UTF_8))
            .contentType(contentType == null ? null : new String(contentType, UTF_8))
            .time(
                exactTime == null
                    ? instant(row.getLong(first + 4))
                    : Instant.parse(new String(exactTime, UTF_8)))
            .body(row.getBytes(first + 8));
    HeaderJson.decode(row.getBytes(first + 6)).forEach(message::extension);
    HeaderJson.decode(row.getBytes(first + 7)).forEach(message::header);
    return message.build();
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Nanoseconds since 1970, or the nearest that a long holds. */
  static long nanos(Instant time) {
    if (isCountable(time)) {
      return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }
    return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static boolean isCountable(Instant time) {
    return Math.abs(time.getEpochSecond()) <= MAX_SECONDS;
  }

  private static void bytesOrNull(
      PreparedStatement statement, int parameter, byte @Nullable [] bytes) throws SQLException {
    if (bytes == null) {
      statement.setNull(parameter, Types.BLOB);
    } else {
      statement.setBytes(parameter, bytes);
    }
  }
}
