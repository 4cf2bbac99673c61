package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Reception.Counts;
import org.topicboards.broker.Subscription;

class LossReportTest {

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<String> statistics = new CopyOnWriteArrayList<>();
  private final CountingSubscription subscription = new CountingSubscription();

  @Test
  void shouldWarnOnceOfEachLossAndShowTheCountersAtTheEnd() {
    subscription.reception = reception(10, 3);
    try (LossReport report = report()) {
      report.start();
      await().untilAsserted(() -> assertThat(warnings).hasSize(1));
      subscription.reception = reception(20, 5);
      await().untilAsserted(() -> assertThat(warnings).hasSize(2));
    }

    assertThat(warnings)
        .containsExactly(
            "warning: 3 messages were lost (3 so far, 10 received)",
            "warning: 2 messages were lost (5 so far, 20 received)");
    assertThat(statistics)
        .containsExactly(
            "all publishers: received 20, lost 5, dropped-incomplete 1, duplicate 2, reordered 3,"
                + " corrupt 4, unauthenticated 6, ignored 7 (with requests and other system"
                + " messages)",
            "publisher 00ff: received 20, lost 5, dropped-incomplete 1, duplicate 2, reordered 3,"
                + " corrupt 4, unauthenticated 6, ignored 7");
  }

  @Test
  void shouldCountOneMessageAsOne() {
    subscription.reception = reception(1, 1);
    try (LossReport report = report()) {
      report.start();
    }

    assertThat(warnings).containsExactly("warning: 1 message was lost (1 so far, 1 received)");
  }

  @Test
  void shouldNotWarnWhereNothingIsLost() {
    subscription.reception = reception(10, 0);
    try (LossReport report = report()) {
      report.start();
    }

    assertThat(warnings).isEmpty();
    assertThat(statistics).hasSize(2);
  }

  @Test
  void shouldSayThatThereIsNothingToCount() {
    try (LossReport report = report()) {
      report.start();
    }

    assertThat(warnings).isEmpty();
    assertThat(statistics).containsExactly("nothing to count: this transport loses no messages");
  }

  private LossReport report() {
    return new LossReport(subscription, warnings::add, statistics::add);
  }

  private static Reception reception(long received, long lost) {
    Counts counts = new Counts(received, lost, 1, 2, 3, 4, 6, 7);
    return new Reception(counts, Map.of("00ff", counts));
  }

  /** Counts what the test says. */
  private static final class CountingSubscription implements Subscription {
    private volatile @Nullable Reception reception;

    @Override
    public Optional<Reception> reception() {
      return Optional.ofNullable(reception);
    }

    @Override
    public void acknowledge(Collection<? extends Delivery> deliveries) {}

    @Override
    public void close() {}
  }
}
