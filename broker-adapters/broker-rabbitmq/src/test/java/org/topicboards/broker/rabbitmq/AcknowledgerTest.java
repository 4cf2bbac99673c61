package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgerTest {

  private static final int PREFETCH = 400;
  private static final int BODY_BYTES = 10;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BrokerSide broker = new BrokerSide();
  private final ByteBudget budget = new ByteBudget(1_000_000);
  private final Acknowledger acknowledger =
      new Acknowledger(broker.channel(), PREFETCH, budget, timer);

  @AfterEach
  void stopTheTimer() {
    timer.shutdownNow();
  }

  @Test
  void shouldCoverEverythingSettledInOrderByOneFrame() {
    deliver(1, 10);
    for (long tag = 1; tag <= 10; tag++) {
      acknowledger.acknowledge(tag, BODY_BYTES);
    }
    acknowledger.flush();

    assertThat(broker.frames).containsExactly("ack 10 multiple");
  }

  @Test
  void shouldNotCoverWhatIsStillUnsettled() {
    deliver(1, 5);
    acknowledger.acknowledge(1, BODY_BYTES);
    acknowledger.acknowledge(3, BODY_BYTES);
    acknowledger.acknowledge(5, BODY_BYTES);
    acknowledger.flush();

    assertThat(broker.acknowledged(5)).containsExactly(1L, 3L, 5L);
  }

  @Test
  void shouldNotNameATagTwice() {
    deliver(1, 3);
    acknowledger.acknowledge(2, BODY_BYTES);
    acknowledger.flush();
    acknowledger.acknowledge(1, BODY_BYTES);
    acknowledger.flush();
    acknowledger.acknowledge(3, BODY_BYTES);
    acknowledger.flush();

    assertThat(broker.acknowledged(3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldSendWhenAQuarterOfThePrefetchHasCollected() {
    deliver(1, PREFETCH);
    for (long tag = 1; tag <= PREFETCH / 4; tag++) {
      acknowledger.acknowledge(tag, BODY_BYTES);
    }

    assertThat(broker.frames).containsExactly("ack 100 multiple");
  }

  @Test
  void shouldNotKeepWhatWaitsForCompany() {
    deliver(1, 10);
    acknowledger.acknowledge(1, BODY_BYTES);
    acknowledger.acknowledge(2, BODY_BYTES);

    await().untilAsserted(() -> assertThat(broker.acknowledged(10)).containsExactly(1L, 2L));

    acknowledger.acknowledge(3, BODY_BYTES);

    await().untilAsserted(() -> assertThat(broker.acknowledged(10)).containsExactly(1L, 2L, 3L));
  }

  @Test
  void shouldSendAtOnceWhenTheConnectionIsBeingClosed() {
    deliver(1, 10);
    timer.shutdownNow();

    acknowledger.acknowledge(1, BODY_BYTES);

    assertThat(broker.frames).containsExactly("ack 1");
  }

  @Test
  void shouldSendNothingOnceTheChannelIsGone() {
    deliver(1, 2);
    acknowledger.gone();
    acknowledger.acknowledge(1, BODY_BYTES);
    acknowledger.flush();

    assertThat(broker.frames).isEmpty();
    assertThat(acknowledger.isGone()).isTrue();
  }

  @Test
  void shouldNotWaitForCompanyWhenABodyIsAGoodPartOfTheBudget() {
    deliver(1, 10);
    acknowledger.acknowledge(1, 300_000);

    assertThat(broker.frames).containsExactly("ack 1");
  }

  @Test
  void shouldLeaveBehindWhatIsHeldForLong() {
    int deliveries = 20_000;
    acknowledger.delivered(1);
    for (long tag = 2; tag <= deliveries; tag++) {
      acknowledger.delivered(tag);
      acknowledger.acknowledge(tag, BODY_BYTES);
    }
    acknowledger.flush();
    assertThat(broker.acknowledged(deliveries)).hasSize(deliveries - 1).doesNotContain(1L);

    acknowledger.acknowledge(1, BODY_BYTES);
    assertThat(broker.acknowledged(deliveries)).hasSize(deliveries);

    deliver(deliveries + 1, deliveries + 2);
    acknowledger.acknowledge(deliveries + 1, BODY_BYTES);
    acknowledger.acknowledge(deliveries + 2, BODY_BYTES);
    acknowledger.flush();
    assertThat(broker.frames).endsWith("ack " + (deliveries + 2) + " multiple");
  }

  /** Any order of settling ends with every tag acknowledged, none early, none twice. */
  @Test
  void shouldAcknowledgeEachTagExactlyOnceInWhateverOrderTheyAreSettled() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      BrokerSide side = new BrokerSide();
      Acknowledger any = new Acknowledger(side.channel(), 1 + random.nextInt(64), budget, timer);
      int deliveries = 1 + random.nextInt(500);
      List<Long> unsettled = new ArrayList<>();
      BitSet settled = new BitSet();
      long next = 1;
      while (next <= deliveries || !unsettled.isEmpty()) {
        if (next <= deliveries && (unsettled.isEmpty() || random.nextBoolean())) {
          any.delivered(next);
          unsettled.add(next++);
        } else {
          int held = seed % 2; // the first for as long as there are others
          int chosen = Math.min(held, unsettled.size() - 1);
          chosen += random.nextInt(unsettled.size() - chosen);
          Collections.swap(unsettled, chosen, unsettled.size() - 1);
          long tag = unsettled.remove(unsettled.size() - 1);
          settled.set((int) tag);
          any.acknowledge(tag, BODY_BYTES);
          if (random.nextInt(4) == 0) {
            any.flush();
          }
        }
        for (long tag : side.acknowledged(next - 1)) {
          assertThat(settled.get((int) tag)).as("tag %d with seed %d", tag, seed).isTrue();
        }
      }
      any.flush();
      assertThat(side.acknowledged(deliveries)).as("seed %d", seed).hasSize(deliveries);
    }
  }

  private void deliver(long first, long last) {
    for (long tag = first; tag <= last; tag++) {
      acknowledger.delivered(tag);
    }
  }

  /**
   * Keeps the rules of AMQP 0-9-1 for acknowledgements: a tag that is not outstanding is an error.
   */
  private static final class BrokerSide {
    final List<String> frames = new CopyOnWriteArrayList<>();
    private final BitSet done = new BitSet();

    Channel channel() {
      return (Channel)
          Proxy.newProxyInstance(
              Channel.class.getClassLoader(),
              new Class<?>[] {Channel.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("basicAck");
                acknowledge((Long) arguments[0], (Boolean) arguments[1]);
                return null;
              });
    }

    private synchronized void acknowledge(long tag, boolean multiple) {
      frames.add("ack " + tag + (multiple ? " multiple" : ""));
      assertThat(done.get((int) tag)).as("tag %d is outstanding", tag).isFalse();
      if (multiple) {
        done.set(1, (int) tag + 1);
      } else {
        done.set((int) tag);
      }
    }

    synchronized List<Long> acknowledged(long upTo) {
      return done.stream().filter(tag -> tag <= upTo).mapToObj(tag -> (long) tag).toList();
    }
  }
}
