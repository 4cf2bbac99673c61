package org.topicboards.requests;

/**
 * What an asker learns of a path that loses messages: how long an answer takes to begin, and how
 * much of one arrives whole. It asks for so much at a time, in pages so small, that about half of
 * the answers do. Thread-safe.
 */
final class LossyPath {

  private static final int LEAST_ANSWER_BYTES = 8 << 10;
  private static final int MOST_ANSWER_BYTES = 256 << 10;

  /** Of one answer. */
  private static final int CHUNKS = 16;

  private final ResponseTime responseTime = new ResponseTime();
  private final ResponseTime joiningTime = new ResponseTime();
  private int answerBytes = MOST_ANSWER_BYTES;

  /** How much to ask for now. */
  synchronized Credit credit() {
    return new Credit(Math.max(Credit.LEAST_CHUNK_BYTES, answerBytes / CHUNKS), answerBytes);
  }

  /** An answer came whole that was as long as the credit. */
  synchronized void wasFull() {
    answerBytes = Math.min(MOST_ANSWER_BYTES, 2 * answerBytes);
  }

  /** Something of an answer was lost. */
  synchronized void lost() {
    answerBytes = Math.max(LEAST_ANSWER_BYTES, answerBytes / 2);
  }

  /** Of a request; one that has the service wait for its archive takes longer. */
  ResponseTime responseTime(Request request) {
    return request instanceof Request.History history && history.join()
        ? joiningTime
        : responseTime;
  }
}
