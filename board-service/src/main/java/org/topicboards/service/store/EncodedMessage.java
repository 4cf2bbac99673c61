package org.topicboards.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.Message;

/** A message in the form of {@link MessageColumns}, made once however often it is written. */
final class EncodedMessage {

  final byte[] id;
  final byte[] source;
  final byte[] type;
  final byte @Nullable [] contentType;
  final long timeNanos;
  final byte @Nullable [] exactTime;
  final byte @Nullable [] extensions;
  final byte @Nullable [] headers;
  final byte[] body;

  EncodedMessage(Message message) {
    String messageContentType = message.contentType();
    Instant time = message.time();
    id = message.id().getBytes(UTF_8);
    source = message.source().getBytes(UTF_8);
    type = message.type().getBytes(UTF_8);
    contentType = messageContentType == null ? null : messageContentType.getBytes(UTF_8);
    timeNanos = Nanos.nearest(time);
    exactTime = Nanos.isExact(time) ? null : time.toString().getBytes(UTF_8);
    extensions = HeaderJson.encode(message.extensions());
    headers = HeaderJson.encode(message.headers());
    body = message.body();
  }

  /** What the message counts towards its board's bytes; the same as {@link MessageColumns#SIZE}. */
  long size() {
    return (long) id.length
        + source.length
        + type.length
        + length(contentType)
        + length(extensions)
        + length(headers)
        + body.length;
  }

  private static int length(byte @Nullable [] column) {
    return column == null ? 0 : column.length;
  }
}
