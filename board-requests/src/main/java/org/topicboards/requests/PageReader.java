package org.topicboards.requests;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Puts the chunks of a page together and reads its lines. Not thread-safe. */
final class PageReader {

  private final HistoryLines lines = new HistoryLines();
  private final ByteArrayOutputStream page = new ByteArrayOutputStream();

  /** Adds the next bytes of the page. */
  void add(byte[] chunk) {
    page.writeBytes(chunk);
  }

  /** Forgets a page that is not complete. */
  void clear() {
    page.reset();
  }

  /**
   * The messages of the page, which is complete.
   *
   * @throws IllegalStateException if a line is none; one line
   */
  List<HistoryMessage> take() {
    List<HistoryMessage> messages = new ArrayList<>();
    takeLines(line -> messages.add(read(line)));
    return messages;
  }

  private HistoryMessage read(byte[] line) {
    try {
      return lines.read(line);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the board service sent a line that is no message: " + e.getMessage(), e);
    }
  }

  /** The lines that have come, without their ends; what follows the last end is kept. */
  void takeLines(Consumer<byte[]> eachLine) {
    byte[] bytes = page.toByteArray();
    page.reset();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        eachLine.accept(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
      }
    }
    page.write(bytes, start, bytes.length - start);
  }
}
