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
 * <p>Texts are bytes of UTF-8. Of a time that {@link Nanos} cannot hold, {@code time_exact} holds
 * the text (RFC 3339).
 */
final class MessageColumns {

  /** Their names, in the order in which they are bound and read. */
  static final String NAMES =
      "id, source, type, content_type, time_nanos, time_exact, extensions, headers, body";

  /** As many placeholders. */
  static final String PLACEHOLDERS = "?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** What a message counts towards its board's bytes, as a term of SQL. */
  static final String SIZE =
      "length(id) + length(source) + length(type) + COALESCE(length(content_type), 0)"
          + " + COALESCE(length(extensions), 0) + COALESCE(length(headers), 0) + length(body)";

  private MessageColumns() {}

  /** Binds a message from parameter {@code first} on. */
  static void bind(PreparedStatement statement, int first, EncodedMessage message)
      throws SQLException {
    statement.setBytes(first, message.id);
    statement.setBytes(first + 1, message.source);
    statement.setBytes(first + 2, message.type);
    bytesOrNull(statement, first + 3, message.contentType);
    statement.setLong(first + 4, message.timeNanos);
    bytesOrNull(statement, first + 5, message.exactTime);
    bytesOrNull(statement, first + 6, message.extensions);
    bytesOrNull(statement, first + 7, message.headers);
    statement.setBytes(first + 8, message.body);
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
                    ? Nanos.instant(row.getLong(first + 4))
                    : Instant.parse(new String(exactTime, UTF_8)))
            .body(row.getBytes(first + 8));
    HeaderJson.decode(row.getBytes(first + 6)).forEach(message::extension);
    HeaderJson.decode(row.getBytes(first + 7)).forEach(message::header);
    return message.build();
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static void bytesOrNull(PreparedStatement statement, int parameter, byte @Nullable [] bytes)
      throws SQLException {
    if (bytes == null) {
      statement.setNull(parameter, Types.BINARY);
    } else {
      statement.setBytes(parameter, bytes);
    }
  }
}
