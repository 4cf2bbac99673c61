package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

  private static final TopicPartition PARTITION = new TopicPartition("shore", 0);
  private static final int BYTES = 10;

  @Test
  void shouldCommitTheLowestUnacknowledgedOffset() {
    PartitionProgress progress = at(100);
    deliver(progress, 100, 101, 102);

    acknowledge(progress, 102, 101);
    assertThat(committed(progress)).isEqualTo(100);

    acknowledge(progress, 100);
    assertThat(committed(progress)).isEqualTo(103);
    assertThat(progress.takeChange(AcknowledgedAhead.LONGEST_TEXT)).isEmpty();
  }

  @Test
  void shouldNotCommitBeforeTheFirstRecordOfAnUnknownPosition() {
    PartitionProgress progress = at(PartitionProgress.UNKNOWN);
    assertThat(progress.takeChange(AcknowledgedAhead.LONGEST_TEXT)).isEmpty();

    deliver(progress, 55);
    acknowledge(progress, 55);

    assertThat(committed(progress)).isEqualTo(56);
  }

  @Test
  void shouldOfferAChangeAgainThatWasNotCommitted() {
    PartitionProgress progress = at(0);
    deliver(progress, 0);
    acknowledge(progress, 0);
    assertThat(committed(progress)).isEqualTo(1);

    progress.changed();

    assertThat(committed(progress)).isEqualTo(1);
  }

  @Test
  void shouldTellWhichRecordsAnEarlierReaderMayHaveHad() {
    PartitionProgress first = at(0);
    deliver(first, 0, 1, 2);
    acknowledge(first, 1);

    PartitionProgress second = next(first.takeChange(AcknowledgedAhead.LONGEST_TEXT).orElseThrow());

    assertThat(second.wasDelivered(0)).isTrue();
    assertThat(second.wasDelivered(2)).isTrue();
    assertThat(second.wasDelivered(3)).isFalse();
    assertThat(second.deliver(1, BYTES)).isFalse();
    assertThat(second.deliver(2, BYTES)).isTrue();
  }

  @Test
  void shouldGoPastOffsetsWithoutARecordAtTheEnd() {
    PartitionProgress progress = at(0);
    deliver(progress, 0);
    acknowledge(progress, 0);
    assertThat(committed(progress)).isEqualTo(1);

    progress.skipTo(3);

    assertThat(committed(progress)).isEqualTo(3);
  }

  @Test
  void shouldGoPastOffsetsWithoutARecordOnlyOnceWhatIsBeforeThemIsAcknowledged() {
    PartitionProgress progress = at(0);
    deliver(progress, 0);

    progress.skipTo(3);

    assertThat(committed(progress)).isZero();
    acknowledge(progress, 0);
    assertThat(committed(progress)).isEqualTo(3);
  }

  @Test
  void shouldNotGoBackWhereNoRecordIsMissing() {
    PartitionProgress progress = at(0);
    deliver(progress, 0, 1);
    acknowledge(progress, 0, 1);
    assertThat(committed(progress)).isEqualTo(2);

    progress.skipTo(2);
    progress.skipTo(1);

    assertThat(progress.takeChange(AcknowledgedAhead.LONGEST_TEXT)).isEmpty();
  }

  /** A compacted topic may begin anywhere. */
  @Test
  void shouldGoPastAnyNumberOfOffsets() {
    PartitionProgress progress = at(0);
    deliver(progress, 0);
    acknowledge(progress, 0);

    long far = 5L << 32;
    assertThat(progress.isWithinReach(far)).isTrue();
    assertThat(progress.staysWithinReach(far)).isFalse();
    deliver(progress, far);
    acknowledge(progress, far);

    assertThat(committed(progress)).isEqualTo(far + 1);
  }

  @Test
  void shouldHoldBackWhatIsTooFarBehindAnOpenRecord() {
    PartitionProgress progress = at(0);
    deliver(progress, 0, 1);
    acknowledge(progress, 1);
    long far = 5L << 32;

    assertThat(progress.isWithinReach(PartitionProgress.MOST_AHEAD - 1)).isTrue();
    assertThat(progress.staysWithinReach(PartitionProgress.MOST_AHEAD - 1)).isTrue();
    assertThat(progress.isWithinReach(far)).isFalse();
    acknowledge(progress, 0);
    assertThat(progress.isWithinReach(far)).isTrue();
  }

  @Test
  void shouldDeliverNothingMoreOnceStopped() {
    PartitionProgress progress = at(0);
    deliver(progress, 0);

    progress.stop();

    assertThat(progress.deliver(1, BYTES)).isFalse();
    acknowledge(progress, 0);
    assertThat(committed(progress)).isEqualTo(1);
  }

  @Test
  void shouldGiveBackTheRoomOfWhatIsOutstandingOnceRevoked() {
    PartitionProgress progress = at(0);
    deliver(progress, 0, 1, 2);
    acknowledge(progress, 1);

    assertThat(progress.revoke()).isEqualTo(new PartitionProgress.Outstanding(2, 2 * BYTES));

    assertThat(progress.acknowledge(0, BYTES)).isFalse();
    assertThat(committed(progress)).isZero();
  }

  @Test
  void shouldKnowNoBoardOfATopicThatIsNone() {
    PartitionProgress progress =
        new PartitionProgress(PARTITION, "no..board", 0, AcknowledgedAhead.NOTHING);

    assertThat(progress.board()).isNull();
    assertThat(progress.address()).isEqualTo("no..board");
  }

  /**
   * Whatever the order of acknowledgements, the gaps between offsets and the moments at which
   * readers follow each other: the committed offset is the lowest unacknowledged one, nobody is
   * given again what was acknowledged when the last one left, and everything is given once.
   */
  @Test
  void shouldHoldForAnyOrderAnyGapsAndAnyReaders() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Long> offsets = offsets(random);
      Set<Long> acknowledged = new HashSet<>();
      PartitionProgress progress = at(offsets.get(0));
      while (acknowledged.size() < offsets.size()) {
        List<Long> outstanding = new ArrayList<>();
        int reach = 1 + random.nextInt(offsets.size());
        for (long offset : offsets.subList(0, reach)) {
          boolean given = progress.deliver(offset, BYTES);
          assertThat(given)
              .as("seed %s, %s", seed, offset)
              .isEqualTo(!acknowledged.contains(offset));
          if (given) {
            outstanding.add(offset);
          }
        }
        Collections.shuffle(outstanding, random);
        for (long offset : outstanding.subList(0, random.nextInt(outstanding.size() + 1))) {
          acknowledge(progress, offset);
          acknowledged.add(offset);
          assertPosition(seed, progress, offsets, acknowledged);
        }
        progress.changed();
        progress = next(progress.takeChange(AcknowledgedAhead.LONGEST_TEXT).orElseThrow());
      }
    }
  }

  /** More than what is kept of settled records is let go on the way. */
  @Test
  void shouldGoOnForLong() {
    PartitionProgress progress = at(7);
    for (long offset = 7; offset < 200_007; offset++) {
      deliver(progress, offset);
      if (offset > 7) {
        acknowledge(progress, offset - 1);
      }
    }

    assertThat(committed(progress)).isEqualTo(200_006);
  }

  private static void assertPosition(
      int seed, PartitionProgress progress, List<Long> offsets, Set<Long> acknowledged) {
    progress.changed();
    long position = committed(progress);
    assertThat(offsets.stream().filter(offset -> offset < position))
        .as("seed %s, before %s", seed, position)
        .allMatch(acknowledged::contains);
    assertThat(acknowledged).as("seed %s, at %s", seed, position).doesNotContain(position);
  }

  private static List<Long> offsets(Random random) {
    List<Long> offsets = new ArrayList<>();
    long offset = random.nextInt(1_000);
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      offsets.add(offset);
      offset += random.nextInt(4) == 0 ? 1 + random.nextInt(500) : 1;
    }
    return offsets;
  }

  private static PartitionProgress at(long position) {
    return new PartitionProgress(PARTITION, "shore", position, AcknowledgedAhead.NOTHING);
  }

  private static PartitionProgress next(OffsetAndMetadata committed) {
    return new PartitionProgress(
        PARTITION,
        "shore",
        committed.offset(),
        AcknowledgedAhead.parse(committed.metadata(), PartitionProgress.MOST_AHEAD));
  }

  private static void deliver(PartitionProgress progress, long... offsets) {
    for (long offset : offsets) {
      assertThat(progress.deliver(offset, BYTES)).isTrue();
    }
  }

  private static void acknowledge(PartitionProgress progress, long... offsets) {
    for (long offset : offsets) {
      assertThat(progress.acknowledge(offset, BYTES)).isTrue();
    }
  }

  private static long committed(PartitionProgress progress) {
    return progress.takeChange(AcknowledgedAhead.LONGEST_TEXT).orElseThrow().offset();
  }
}
