package org.topicboards.service.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a relay stands.
 *
 * @param relay its name
 * @param boards its patterns
 * @param faults why it does not relay, one line each; nothing while it does
 * @param relayed messages relayed since the service started
 * @param verification what the books say, null where none are kept
 */
public record RelayReport(
    String relay,
    List<String> boards,
    List<String> faults,
    long relayed,
    @Nullable Verification verification) {

  /**
   * What the books say.
   *
   * @param settled whether both sides have been in reach for long enough to tell what differs
   * @param differences messages that are not the same on both sides though they should be by now
   * @param pending messages seen on one side only, so far
   * @param examples some of the differences, a line for each
   * @param boards the sums of each board
   */
  public record Verification(
      boolean settled,
      long differences,
      long pending,
      List<String> examples,
      List<BoardSums> boards) {}

  /**
   * The sums of a board, since the books were begun.
   *
   * @param taken what was taken from the source and confirmed by the target
   * @param arrived what was seen to arrive on the target
   * @param repeated arrivals of what had arrived before
   * @param differences messages that are not the same on both sides though they should be by now
   */
  public record BoardSums(
      String board, Sums taken, Sums arrived, long repeated, long differences) {}

  /**
   * One side of a board.
   *
   * @param messages how many, each once
   * @param digest the sum of their contents, 16 hexadecimal digits; the order does not matter
   */
  public record Sums(long messages, String digest) {
    static Sums of(long messages, long digest) {
      return new Sums(messages, "%016x".formatted(digest));
    }
  }
}
