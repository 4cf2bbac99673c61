package org.topicboards.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.ByteSizes;

/**
 * Splits a stream into lines of bytes. A line ends at {@code \n} or at the end of the stream; a
 * {@code \r} before it belongs to the line, as every other byte does. Not thread-safe.
 */
public final class LineReader {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long lineNumber;

  /** Reads from {@code in} lines of at most {@code maxLineBytes}. Does not close it. */
  public LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * The next line without its end, or null after the last. Blocks until it is there.
   *
   * @throws IllegalArgumentException if it is longer than allowed, which ends the reading
   */
  public byte @Nullable [] next() throws IOException {
    if (position == limit && !fill()) {
      return null;
    }
    lineNumber++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    do {
      int end = indexOfLineEnd();
      if (line.size() + (end - position) > maxLineBytes) {
        throw new IllegalArgumentException(
            "it is longer than " + ByteSizes.format(maxLineBytes) + ", the most that one may have");
      }
      line.write(buffer, position, end - position);
      position = end;
      if (end < limit) {
        position++;
        break;
      }
    } while (fill());
    return line.toByteArray();
  }

  /** The number of the line that {@link #next} came to last, the first being 1. */
  public long lineNumber() {
    return lineNumber;
  }

  private int indexOfLineEnd() {
    int end = position;
    while (end < limit && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
