package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.message.BoardPattern;

/** Failures that a broker does not have on demand, by Kafka's own consumer for tests. */
@Timeout(60)
class PollLoopTest {

  private static final TopicPartition SHORE = new TopicPartition("shore", 0);
  private static final TopicPartition TIDE = new TopicPartition("tide", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final EventLog log = EventLog.acknowledging();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final SubscriptionOptions options =
      SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL));
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
  private final PollLoop polling =
      new PollLoop(
          "subscription",
          consumer,
          new EphemeralFeed(consumer, new TopicNames(""), Map.of(SHORE, 0L, TIDE, 0L)),
          deliveries,
          new ConnectionListener() {
            @Override
            public void warned(String warning) {
              warnings.add(warning);
            }
          });
  private final Thread thread = new Thread(polling, "poll");
  private final Thread delivering = new Thread(deliveries, "deliver");

  @BeforeEach
  void start() {
    for (TopicPartition partition : List.of(SHORE, TIDE)) {
      consumer.updatePartitions(
          partition.topic(), List.of(new PartitionInfo(partition.topic(), 0, null, null, null)));
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
    }
    polling.follow(Set.of("shore", "tide"));
    delivering.start();
    thread.start();
    await().until(() -> consumer.assignment().size() == 2);
  }

  @AfterEach
  void stop() throws Exception {
    polling.close();
    deliveries.stop();
    thread.join();
    delivering.join();
  }

  @Test
  void shouldTryOnAfterAnyFailure() {
    consumer.setPollException(new KafkaException("a bad moment"));
    post(SHORE, 0, "1");

    log.awaitEvents("1");
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldWarnOnceOfWhatDoesNotPassByItself() {
    for (int i = 0; i < 2; i++) {
      consumer.setPollException(GroupAuthorizationException.forGroupId("boards.alice"));
      post(SHORE, i, Integer.toString(i));
      log.awaitEvent(Integer.toString(i));
    }

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("subscription: cannot read").contains("boards.alice");
  }

  /** The question for the oldest records may fail, too. */
  @Test
  void shouldTellAGapThoughTheBrokerDoesNotAnswerAtOnce() {
    consumer.updateBeginningOffsets(Map.of(SHORE, 7L));
    consumer.setOffsetsException(new TimeoutException("no answer"));
    consumer.setPollException(new OffsetOutOfRangeException(Map.of(SHORE, 0L)));

    await().until(() -> consumer.position(SHORE) == 0 && !thread.isInterrupted());
    log.awaitEvents("gap of 7 on shore");
    post(SHORE, 7, "7");
    log.awaitEvents("gap of 7 on shore", "7");
  }

  @Test
  void shouldReadOnWithoutABoardThatMayNotBeRead() {
    consumer.setPollException(new TopicAuthorizationException(Set.of("tide")));

    await().until(() -> consumer.paused().equals(Set.of(TIDE)));
    post(SHORE, 0, "1");

    log.awaitEvents("1");
    assertThat(warnings).singleElement().asString().contains("tide");
  }

  @Test
  void shouldCloseAtOnceWhileItPausesAfterAFailure() {
    consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("a bad moment")));
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    long startNanos = System.nanoTime();

    polling.close();

    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(2));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldCloseTheConsumerWhenInterrupted() throws Exception {
    thread.interrupt();
    consumer.setPollException(new KafkaException("a bad moment"));
    thread.join();

    assertThat(consumer.closed()).isTrue();
  }

  private void post(TopicPartition partition, long offset, String body) {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    partition.topic(), 0, offset, new byte[0], body.getBytes(UTF_8))));
  }
}
