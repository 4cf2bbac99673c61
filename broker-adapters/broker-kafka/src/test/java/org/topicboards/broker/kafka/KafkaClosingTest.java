package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.SubscriptionOptions;

/** A broker that is closed while something goes on. */
@Timeout(120)
class KafkaClosingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";

  @BeforeAll
  static void start() {
    kafka = KafkaScene.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** A consumer that was left behind would be a member of its group for ever. */
  @Test
  void shouldLeaveNoMemberBehindThatSubscribedWhileTheBrokerWasClosed() throws Exception {
    try (Broker first = kafka.connect(prefix)) {
      first.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()).close();
    }
    for (int round = 0; round < 12; round++) {
      Broker broker = kafka.connect(prefix);
      CompletableFuture<Void> subscribing =
          CompletableFuture.runAsync(
              () -> broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4L * round)); // at another step each time
      broker.close();

      await().atMost(PATIENCE).until(subscribing::isDone);
      if (subscribing.isCompletedExceptionally()) {
        assertThat(subscribing)
            .failsWithin(Duration.ZERO)
            .withThrowableThat()
            .withCauseInstanceOf(BrokerException.class);
      }
      await().atMost(PATIENCE).until(() -> kafka.members(prefix + "boards.alice") == 0);
    }
  }

  /** It is on the dead-letter board, or comes again: never neither. */
  @Test
  void shouldNotLoseAMessageThatIsGivenUpWhileTheBrokerIsClosed() throws Exception {
    SubscriptionOptions once =
        KafkaScene.durable("alice", "news")
            .retrying(new RetryPolicy(1, Duration.ofMillis(10), Duration.ofMillis(10)));
    try (Broker watching = kafka.connect(prefix)) {
      EventLog dead = EventLog.acknowledging();
      watching.subscribe(KafkaScene.durable("undertaker", "_dead.alice"), dead);
      for (int round = 0; round < 8; round++) {
        String body = "round " + round;
        EventLog failing =
            new EventLog(
                delivery -> {
                  throw new IllegalStateException("as asked");
                });
        try (Broker broker = kafka.connect(prefix)) {
          broker.subscribe(once, failing);
          KafkaScene.post(watching, "news", body);
          failing.awaitEvent(body);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3L * round));
        }
        EventLog again = EventLog.acknowledging();
        try (Broker broker = kafka.connect(prefix)) {
          broker.subscribe(KafkaScene.durable("alice", "news"), again);
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(both(dead, again)).contains(body));
        }
      }
    }
  }

  private static List<String> both(EventLog one, EventLog other) {
    return Stream.concat(one.events().stream(), other.events().stream()).toList();
  }
}
