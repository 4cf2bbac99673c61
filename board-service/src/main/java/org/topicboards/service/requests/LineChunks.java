package org.topicboards.service.requests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.topicboards.requests.Answer;

/**
 * The lines of an answer, sent in chunks: a large one, or after a while what there is, so that who
 * waits for a slow answer is not left without a sign. Not thread-safe.
 */
final class LineChunks {

  private static final int CHUNK_BYTES = 64 << 10;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Reply reply;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private long lastSentNanos = System.nanoTime();

  LineChunks(Reply reply) {
    this.reply = reply;
  }

  /** Adds a line, which has no end yet. */
  void add(String line) {
    lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    if (lines.size() >= CHUNK_BYTES || System.nanoTime() - lastSentNanos >= LONGEST_PAUSE_NANOS) {
      send();
    }
  }

  /** Sends the rest, and that this was all. */
  void end() {
    if (lines.size() > 0) {
      send();
    }
    reply.send(Answer.End.COMPLETE);
  }

  private void send() {
    reply.send(new Answer.Chunk(lines.toByteArray(), null));
    lines.reset();
    lastSentNanos = System.nanoTime();
  }
}
