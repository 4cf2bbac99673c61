package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.topicboards.broker.Delivery;
import org.topicboards.message.MessageIdentity;
import org.topicboards.requests.HistoryDelivery;
import org.topicboards.requests.HistoryHandler;

/** Remembers everything that a joined subscription brings, and acknowledges it. Thread-safe. */
final class JoinedStream implements HistoryHandler {

  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private final AtomicBoolean live = new AtomicBoolean();

  @Override
  public void handle(Delivery delivery) {
    synchronized (deliveries) {
      deliveries.add(delivery);
    }
    delivery.acknowledge();
  }

  @Override
  public void historyEnded() {
    live.set(true);
  }

  @Override
  public void historyFailed(RuntimeException failure) {
    failures.add(failure);
  }

  boolean isLive() {
    return live.get();
  }

  List<Delivery> deliveries() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  int size() {
    synchronized (deliveries) {
      return deliveries.size();
    }
  }

  long fromHistory() {
    return deliveries().stream().filter(HistoryDelivery.class::isInstance).count();
  }

  List<RuntimeException> failures() {
    return failures;
  }

  /** Waits for so many messages, and asserts that each is there once, in its publisher's order. */
  void assertExactlyOnceInOrder(int expected) {
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(failures).isEmpty();
              assertThat(size()).isGreaterThanOrEqualTo(expected);
            });
    List<Delivery> all = deliveries();
    assertThat(all)
        .extracting(delivery -> MessageIdentity.of(delivery.board(), delivery.message()))
        .doesNotHaveDuplicates();
    assertThat(all).hasSize(expected);
    Map<String, Integer> last = new HashMap<>();
    for (Delivery delivery : all) {
      String id = delivery.message().id();
      int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
      String row = delivery.board() + " " + delivery.message().source();
      Integer before = last.put(row, number);
      assertThat(number).as("the next of %s", row).isEqualTo(before == null ? 1 : before + 1);
    }
  }
}
