package org.topicboards.service.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/**
 * Computes what stands for a message in the books: the first 64 bits of the SHA-256 of its board
 * and of all that it has but its {@link Hops}. Not thread-safe.
 */
final class Fingerprints {

  private final MessageDigest digest;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  Fingerprints() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The sighting of a message on a board. */
  Sighting of(BoardName board, Message message) {
    text(board.value());
    text(message.source());
    text(message.id());
    text(message.type());
    text(Rfc3339.format(message.time()));
    text(message.contentType());
    Map<String, String> extensions = new TreeMap<>(message.extensions());
    extensions.remove(Hops.ATTRIBUTE);
    texts(extensions);
    texts(new TreeMap<>(message.headers()));
    part(message.body());
    long content = ByteBuffer.wrap(digest.digest()).getLong();
    return new Sighting(board, message.source(), message.id(), content);
  }

  private void texts(Map<String, String> sorted) {
    length(sorted.size());
    sorted.forEach(
        (name, value) -> {
          text(name);
          text(value);
        });
  }

  private void text(@Nullable String text) {
    if (text == null) {
      length(-1);
    } else {
      part(text.getBytes(UTF_8));
    }
  }

  private void part(byte[] bytes) {
    length(bytes.length);
    digest.update(bytes);
  }

  private void length(int bytes) {
    digest.update(length.clear().putInt(bytes).flip());
  }
}
