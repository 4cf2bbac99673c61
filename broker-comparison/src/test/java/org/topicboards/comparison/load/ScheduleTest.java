package org.topicboards.comparison.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void shouldKeepItsTimesWhateverHappens() {
    Schedule schedule = new Schedule(1_000, 1_000);

    assertThat(schedule.intendedNanos(0)).isEqualTo(1_000);
    assertThat(schedule.intendedNanos(7)).isEqualTo(7_001_000);
    assertThat(schedule.due(7_001_000)).isEqualTo(7);
    assertThat(schedule.due(0)).isZero();
  }

  @Test
  void shouldNotDriftOverManyMessages() {
    Schedule schedule = new Schedule(0, 30_000);

    assertThat(schedule.intendedNanos(30_000L * 3_600)).isEqualTo(3_600_000_000_000L);
  }
}
