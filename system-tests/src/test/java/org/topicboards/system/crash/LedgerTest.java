package org.topicboards.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.system.crash.Workload.Posting;

/** A drill whose ledger overlooks a fault proves nothing. */
class LedgerTest {

  private final Workload workload = new Workload(1_000, 1);
  private final Ledger ledger = new Ledger(workload);

  @Test
  void shouldBeFaithfulWhenEverythingCameInOrder() {
    enterAll();

    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1_000, 1_000, 0, 0, 0, 0));
    assertThat(ledger.totals().isFaithful()).isTrue();
  }

  @Test
  void shouldCountWhatCameAgainOnce() {
    enterAll();
    enter(workload.of(0).get(3));

    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1_001, 1_000, 0, 1, 0, 0));
    assertThat(ledger.totals().isFaithful()).isTrue();
  }

  @Test
  void shouldMissWhatDidNotCome() {
    workload.of(1).forEach(this::enter);

    assertThat(ledger.isComplete()).isFalse();
    assertThat(ledger.totals().missing()).isEqualTo(750);
    assertThat(ledger.totals().isFaithful()).isFalse();
  }

  @Test
  void shouldNoticeAFirstArrivalBehindALaterOneOfItsBoard() {
    List<Posting> ofOneBoard =
        workload.of(2).stream()
            .filter(posting -> posting.board().equals(workload.of(2).get(0).board()))
            .toList();
    enter(ofOneBoard.get(1));
    enter(ofOneBoard.get(0));

    assertThat(ledger.totals().outOfOrder()).isEqualTo(1);
    assertThat(ledger.totals().isFaithful()).isFalse();
  }

  @Test
  void shouldNoticeAnotherBodyAnotherBoardAndAStranger() {
    Posting posting = workload.of(0).get(0);
    ledger.enter("0", "0", posting.board().value(), new byte[100]);
    ledger.enter("0", "0", "drill.elsewhere", posting.body());
    ledger.enter("stranger", "0", posting.board().value(), posting.body());

    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(3, 0, 1_000, 0, 0, 3));
    assertThat(ledger.totals().isFaithful()).isFalse();
  }

  private void enterAll() {
    for (int source = 0; source < workload.sources(); source++) {
      workload.of(source).forEach(this::enter);
    }
  }

  private void enter(Posting posting) {
    ledger.enter(
        Integer.toString(posting.source()),
        Integer.toString(posting.number()),
        posting.board().value(),
        posting.body());
  }
}
