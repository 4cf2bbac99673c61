package org.topicboards.comparison.results;

/**
 * What became of the messages of one run, warm-up included.
 *
 * @param sent messages handed to the transport
 * @param confirmed messages that the transport acknowledged
 * @param failed messages that it refused, or of which nothing was heard in time
 * @param expected receipts that were due: confirmed messages times subscribers
 * @param received first receipts
 * @param lost due, but never received
 * @param duplicate receipts of what the same subscriber had received before
 * @param outOfOrder first receipts that came after a later message of the same publisher and board
 */
public record Counts(
    long sent,
    long confirmed,
    long failed,
    long expected,
    long received,
    long lost,
    long duplicate,
    long outOfOrder) {

  /** Nothing of anything. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public Counts plus(Counts other) {
    return new Counts(
        sent + other.sent,
        confirmed + other.confirmed,
        failed + other.failed,
        expected + other.expected,
        received + other.received,
        lost + other.lost,
        duplicate + other.duplicate,
        outOfOrder + other.outOfOrder);
  }

  /** What is left of these without those. */
  public Counts minus(Counts others) {
    return new Counts(
        sent - others.sent,
        confirmed - others.confirmed,
        failed - others.failed,
        expected - others.expected,
        received - others.received,
        lost - others.lost,
        duplicate - others.duplicate,
        outOfOrder - others.outOfOrder);
  }

  /** The part of the due receipts that never came, 0 to 1. */
  public double lossRatio() {
    return expected == 0 ? 0 : (double) lost / expected;
  }
}
