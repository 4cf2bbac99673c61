package org.topicboards.requests;

/**
 * How much an asker takes at once. A service sends no more than that before it is asked again, so
 * it holds nothing for an asker who is slow or gone.
 *
 * @param chunkBytes the longest body of a message of the answer
 * @param answerBytes the most bytes of bodies in one answer, up to one page more
 */
public record Credit(int chunkBytes, int answerBytes) {

  /** The least and the most that {@link #chunkBytes} can be. */
  static final int LEAST_CHUNK_BYTES = 1 << 10;

  static final int MOST_CHUNK_BYTES = 1 << 20;

  /** The most that {@link #answerBytes} can be. */
  static final int MOST_ANSWER_BYTES = 64 << 20;

  /** For transports that lose nothing: 256 KiB and 4 MiB. */
  public static final Credit RELIABLE = new Credit(256 << 10, 4 << 20);

  /** For an answer that waits for its asker: 256 KiB and 16 MiB. */
  public static final Credit STORED = new Credit(256 << 10, 16 << 20);

  /** Checks the bounds. */
  public Credit {
    if (chunkBytes < LEAST_CHUNK_BYTES || chunkBytes > MOST_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "a chunk has "
              + LEAST_CHUNK_BYTES
              + " to "
              + MOST_CHUNK_BYTES
              + " bytes, not "
              + chunkBytes);
    }
    if (answerBytes < chunkBytes || answerBytes > MOST_ANSWER_BYTES) {
      throw new IllegalArgumentException(
          "an answer has at least the bytes of a chunk and at most "
              + MOST_ANSWER_BYTES
              + ", not "
              + answerBytes);
    }
  }
}
