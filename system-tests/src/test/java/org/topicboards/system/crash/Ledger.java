package org.topicboards.system.crash;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.topicboards.system.crash.Workload.Posting;

/** What one receiver got, compared with what was posted. Not thread-safe. */
final class Ledger {

  private final Workload workload;
  private final BitSet[] seen;
  private final Map<String, Integer> lastNumbers = new HashMap<>();
  private int entries;
  private int again;
  private int outOfOrder;
  private int altered;

  Ledger(Workload workload) {
    this.workload = workload;
    this.seen =
        IntStream.range(0, workload.sources())
            .mapToObj(source -> new BitSet(workload.of(source).size()))
            .toArray(BitSet[]::new);
  }

  /** Enters one message, in the order of arrival. */
  void enter(String source, String id, String board, byte[] body) {
    entries++;
    Posting posting = workload.find(source, id);
    if (posting == null
        || !posting.board().value().equals(board)
        || !Arrays.equals(posting.body(), body)) {
      altered++;
    } else if (seen[posting.source()].get(posting.number())) {
      again++;
    } else {
      seen[posting.source()].set(posting.number());
      Integer last = lastNumbers.put(source + ' ' + board, posting.number());
      if (last != null && last > posting.number()) {
        outOfOrder++;
      }
    }
  }

  /** How many of the posted messages have come. */
  int distinct() {
    return Arrays.stream(seen).mapToInt(BitSet::cardinality).sum();
  }

  /** Whether every posted message has come. */
  boolean isComplete() {
    return distinct() == workload.messages();
  }

  /** What it adds up to. */
  Totals totals() {
    int distinct = distinct();
    return new Totals(
        entries, distinct, workload.messages() - distinct, again, outOfOrder, altered);
  }

  /**
   * The totals of one receiver.
   *
   * @param entries everything that came
   * @param distinct how many of the posted messages came
   * @param missing how many did not
   * @param again how many of the entries had come before
   * @param outOfOrder first arrivals behind a later one of the same source and board
   * @param altered those with another board or body than posted, or never posted
   */
  record Totals(int entries, int distinct, int missing, int again, int outOfOrder, int altered) {

    /** Whether everything that was posted came as it was posted, in order; perhaps repeatedly. */
    boolean isFaithful() {
      return missing == 0 && outOfOrder == 0 && altered == 0;
    }
  }
}
