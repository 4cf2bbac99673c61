package org.topicboards.system.crash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What is posted, by whom and in which order. The same for the same seed. Immutable. */
final class Workload {

  private static final int SOURCES = 4;
  private static final int BOARDS = 8;
  private static final int BODY_BYTES = 100;

  private final List<List<Posting>> postingsBySource = new ArrayList<>();
  private final int messages;

  Workload(int messages, long seed) {
    this("drill", messages, seed);
  }

  /**
   * @param topic the first word of every board
   */
  Workload(String topic, int messages, long seed) {
    this.messages = messages;
    Random random = new Random(seed);
    for (int source = 0; source < SOURCES; source++) {
      int first = (int) ((long) messages * source / SOURCES);
      int end = (int) ((long) messages * (source + 1) / SOURCES);
      List<Posting> postings = new ArrayList<>(end - first);
      for (int number = 0; number < end - first; number++) {
        BoardName board = BoardName.of(topic + ".board-" + random.nextInt(BOARDS));
        postings.add(new Posting(source, number, board, text(random)));
      }
      postingsBySource.add(List.copyOf(postings));
    }
  }

  int messages() {
    return messages;
  }

  int sources() {
    return postingsBySource.size();
  }

  /** What one source posts, in order. */
  List<Posting> of(int source) {
    return postingsBySource.get(source);
  }

  /** The posting of this identity, or null if there was none. */
  @Nullable Posting find(String source, String id) {
    try {
      return of(Integer.parseInt(source)).get(Integer.parseInt(id));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(BODY_BYTES);
    random.ints(BODY_BYTES, ' ', '~' + 1).forEach(character -> text.append((char) character));
    return text.toString();
  }

  /**
   * One message of the drill.
   *
   * @param number the how manyth of its source, from 0
   * @param text 100 characters of ASCII
   */
  record Posting(int source, int number, BoardName board, String text) {

    byte[] body() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    Message message() {
      return Message.from(Integer.toString(source))
          .id(Integer.toString(number))
          .contentType("text/plain")
          .body(body())
          .build();
    }
  }
}
