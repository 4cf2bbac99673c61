package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.message.BoardPattern;

/** What was polled and waits for its handler. */
@Timeout(60)
class DeliveryLoopTest {

  private static final int PREFETCH_MESSAGES = 10;
  private static final int PATIENCE_SECONDS = 30;

  private final Semaphore turns = new Semaphore(0);
  private final EventLog log =
      new EventLog(
          delivery -> {
            assertThat(turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            delivery.acknowledge();
          });
  private final SubscriptionOptions options =
      SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)).prefetch(PREFETCH_MESSAGES, 1 << 20);
  private final DeliveryLoop deliveries =
      new DeliveryLoop(
          "cluster",
          options,
          new DeliveryDispatcher(
              options,
              log,
              () -> {
                throw new AssertionError("nothing is given up here");
              }));
  private final PartitionProgress shore = progress("shore");
  private final PartitionProgress tide = progress("tide");
  private final Thread delivering = new Thread(deliveries, "deliver");

  @BeforeEach
  void start() {
    delivering.start();
  }

  @AfterEach
  void stop() throws Exception {
    turns.release(1_000);
    deliveries.stop();
    delivering.join();
  }

  @Test
  void shouldKeepTheOrderWhicheverThreadDecodes() {
    add(shore, 0, PREFETCH_MESSAGES); // in the hand of the handler, decoded there
    await().until(() -> log.events().size() == 1);
    add(shore, PREFETCH_MESSAGES, PREFETCH_MESSAGES); // decoded there, too
    add(shore, 2 * PREFETCH_MESSAGES, PREFETCH_MESSAGES); // behind a lot that waits: decoded here

    turns.release(3 * PREFETCH_MESSAGES);

    log.awaitEvents(bodies("shore", 0, 3 * PREFETCH_MESSAGES));
    await().until(() -> shore.takeChange(0).map(change -> change.offset()).orElse(0L) == 30);
  }

  @Test
  void shouldBeFullWithTwoLotsBesideTheOneInHand() {
    add(shore, 0, PREFETCH_MESSAGES);
    await().until(() -> log.events().size() == 1);
    add(shore, PREFETCH_MESSAGES, PREFETCH_MESSAGES);
    assertThat(deliveries.isFull()).isFalse();
    add(shore, 2 * PREFETCH_MESSAGES, PREFETCH_MESSAGES);
    assertThat(deliveries.isFull()).isTrue();

    turns.release(PREFETCH_MESSAGES + 1);

    await().until(() -> !deliveries.isFull());
  }

  @Test
  void shouldNotDeliverWhatWasDecodedForAPartitionThatIsGone() {
    add(shore, 0, 1);
    await().until(() -> log.events().size() == 1);
    add(tide, 0, 1);
    add(tide, 1, 1);
    add(shore, 1, 1);
    tide.revoke();

    turns.release(4);

    log.awaitEvents("shore 0", "shore 1");
  }

  private void add(PartitionProgress progress, int first, int count) {
    String topic = progress.partition().topic();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = first; offset < first + count; offset++) {
      byte[] body = (topic + " " + offset).getBytes(UTF_8);
      records.add(new ConsumerRecord<>(topic, 0, offset, new byte[0], body));
    }
    deliveries.add(progress, records, first + count);
  }

  private static String[] bodies(String topic, int first, int count) {
    String[] bodies = new String[count];
    for (int i = 0; i < count; i++) {
      bodies[i] = topic + " " + (first + i);
    }
    return bodies;
  }

  private static PartitionProgress progress(String topic) {
    return new PartitionProgress(new TopicPartition(topic, 0), topic, 0, AcknowledgedAhead.NOTHING);
  }
}
