package org.topicboards.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Uuid7Test {

  @Test
  void shouldCarryVersionVariantAndTime() {
    long before = System.currentTimeMillis();
    List<UUID> ids = Stream.generate(Uuid7::next).limit(10_000).map(UUID::fromString).toList();
    long after = System.currentTimeMillis();

    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(id.version()).isEqualTo(7);
              assertThat(id.variant()).isEqualTo(2);
              assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
            });
  }

  @Test
  void shouldSortByTimeAsText() {
    String earlier = Uuid7.next();
    awaitNextMillisecond();
    String later = Uuid7.next();

    assertThat(earlier).hasSize(36).isLessThan(later);
  }

  @Test
  void shouldBeUniqueAcrossThreads() {
    int count = 200_000;
    Set<String> ids = ConcurrentHashMap.newKeySet(count);

    IntStream.range(0, count).parallel().forEach(i -> ids.add(Uuid7.next()));

    assertThat(ids).hasSize(count);
  }

  @Test
  void shouldUseEveryRandomBit() {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(Uuid7.next());
      high |= id.getMostSignificantBits() & 0xFFF;
      low |= id.getLeastSignificantBits();
    }

    assertThat(high).isEqualTo(0xFFF);
    assertThat(low).isEqualTo(0xBFFF_FFFF_FFFF_FFFFL);
  }

  private static void awaitNextMillisecond() {
    long now = System.currentTimeMillis();
    while (System.currentTimeMillis() <= now) {
      Thread.onSpinWait();
    }
  }
}
