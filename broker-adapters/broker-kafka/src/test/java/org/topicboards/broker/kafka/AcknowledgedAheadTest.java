package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgedAheadTest {

  private static final int MOST = 1_000_000;

  /** Kafka's default {@code offset.metadata.max.bytes}. */
  private static final int MOST_CHARACTERS = 4096;

  @Test
  void shouldWriteRangesCountedFromThePosition() {
    AcknowledgedAhead ahead = new AcknowledgedAhead(40, bits(1, 3, 4, 5, 37));

    assertThat(ahead.toText(AcknowledgedAhead.LONGEST_TEXT)).isEqualTo("tb1 14 1,3-5,11");
    assertThat(parse("tb1 14 1,3-5,11")).isEqualTo(ahead);
  }

  @Test
  void shouldWriteWhatIsDeliveredWhereNothingIsAcknowledged() {
    AcknowledgedAhead ahead = new AcknowledgedAhead(7, new BitSet());

    assertThat(parse(ahead.toText(AcknowledgedAhead.LONGEST_TEXT))).isEqualTo(ahead);
  }

  @Test
  void shouldReadBackWhatItWrote() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      BitSet bits = new BitSet();
      int size = 1 + random.nextInt(600);
      random.ints(random.nextInt(size), 1, size + 1).forEach(bits::set);
      AcknowledgedAhead ahead = new AcknowledgedAhead(size, bits);

      assertThat(parse(ahead.toText(AcknowledgedAhead.LONGEST_TEXT))).isEqualTo(ahead);
    }
  }

  @Test
  void shouldLeaveOutWhatDoesNotFit() {
    BitSet everyOther = new BitSet();
    IntStream.range(0, 50_000).forEach(i -> everyOther.set(2 * i + 1));

    String text = new AcknowledgedAhead(100_001, everyOther).toText(AcknowledgedAhead.LONGEST_TEXT);

    assertThat(text).hasSizeLessThan(MOST_CHARACTERS);
    AcknowledgedAhead kept = parse(text);
    assertThat(kept.delivered()).isEqualTo(100_001);
    assertThat(kept.acknowledged().cardinality()).isGreaterThan(500);
    assertThat(kept.acknowledged()).isEqualTo(everyOther.get(0, kept.acknowledged().length()));
  }

  @Test
  void shouldFitIntoWhateverTheBrokerTakes() {
    AcknowledgedAhead ahead = new AcknowledgedAhead(100, bits(1, 3, 5, 7, 9, 11, 13));

    for (int longest = 0; longest < 60; longest++) {
      assertThat(ahead.toText(longest)).hasSizeLessThanOrEqualTo(longest);
    }
    assertThat(parse(ahead.toText(30)).acknowledged()).isEqualTo(bits(1, 3, 5, 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"position\":7}",
        "tb2 5 1",
        "tb1",
        "tb1 ",
        "tb1 !",
        "tb1 5 1,",
        "tb1 5 1-",
        "tb1 5 -1",
        "tb1 5 9-1",
        "tb1 5 zzzzzzzzzzzzz",
        "tb1 zzzzzzzzzzzzzzzzzzzz 1",
        "tb1 5 0-zik0zj",
        "tb1 5 lfls" // 1,000,000
      })
  void shouldTakeNothingFromAForeignOrHostileText(String text) {
    assertThat(parse(text)).isEqualTo(AcknowledgedAhead.NOTHING);
  }

  private static AcknowledgedAhead parse(String text) {
    return AcknowledgedAhead.parse(text, MOST);
  }

  private static BitSet bits(int... indexes) {
    BitSet bits = new BitSet();
    IntStream.of(indexes).forEach(bits::set);
    return bits;
  }
}
