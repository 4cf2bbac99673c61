package org.topicboards.service.relay;

import org.topicboards.service.relay.Sighting.Side;

/**
 * The sums of one board.
 *
 * @param taken messages taken, each once
 * @param takenDigest the sum of their contents, in whatever order they came
 * @param arrived messages that have arrived, each once
 * @param arrivedDigest the sum of their contents
 * @param repeated arrivals of what had arrived before
 */
record Tally(long taken, long takenDigest, long arrived, long arrivedDigest, long repeated) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

  /** With one more message. */
  Tally plus(Side side, Sighting sighting) {
    return switch (side) {
      case TAKEN ->
          new Tally(taken + 1, takenDigest + sighting.content(), arrived, arrivedDigest, repeated);
      case ARRIVED ->
          new Tally(taken, takenDigest, arrived + 1, arrivedDigest + sighting.content(), repeated);
    };
  }

  /** With one more that had arrived before. */
  Tally plusRepeated() {
    return new Tally(taken, takenDigest, arrived, arrivedDigest, repeated + 1);
  }

  /** The same for people, on a board with so many differences. */
  RelayReport.BoardSums report(String board, long differences) {
    return new RelayReport.BoardSums(
        board,
        RelayReport.Sums.of(taken, takenDigest),
        RelayReport.Sums.of(arrived, arrivedDigest),
        repeated,
        differences);
  }
}
