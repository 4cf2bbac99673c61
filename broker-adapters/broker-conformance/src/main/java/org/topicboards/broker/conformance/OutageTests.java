package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.SubscriptionName;

/**
 * Through every outage: nothing confirmed is lost, and first deliveries keep the order of each
 * publisher and board.
 */
@Proves({
  Guarantee.CONFIRMED,
  Guarantee.AT_LEAST_ONCE,
  Guarantee.DURABLE_SUBSCRIPTION,
  Guarantee.ORDERED_PER_PUBLISHER
})
abstract class OutageTests extends ConformancePart {

  private static final Logger LOG = LoggerFactory.getLogger(OutageTests.class);
  private static final SubscriptionName NAME = SubscriptionName.of("steadfast");
  private static final PublisherOptions PATIENT =
      PublisherOptions.DEFAULTS.window(200, 1 << 20).within(Duration.ofSeconds(90));
  private static final int MESSAGES_BETWEEN_OUTAGES = 300;

  @Test
  void shouldLoseNothingWhenConnectionsAreCut() {
    CuttableLink link = link();
    assertNothingLost(link.uri(), 8, () -> link.proxy().cut());
  }

  @Test
  void shouldLoseNothingWhenTheBrokerCannotBeReachedForAWhile() {
    CuttableLink link = link();
    assertNothingLost(link.uri(), 2, () -> refuseForAWhile(link));
  }

  @Test
  void shouldLoseNothingWhenConnectionsStallAndThenBreak() {
    CuttableLink link = link();
    assertNothingLost(
        link.uri(),
        3,
        () -> {
          link.proxy().pause();
          waiting.throughout(Duration.ofMillis(200), () -> {});
          link.proxy().cut();
          link.proxy().resume();
        });
  }

  @Test
  @Proves(Guarantee.SURVIVES_RESTART)
  void shouldLoseNothingWhenTheBrokerIsRestarted() {
    Optional<RestartableBroker> restartable = fixture().restartable();
    if (restartable.isEmpty()) {
      LOG.info("{} cannot be restarted by a test: made unreachable instead", uri());
      shouldLoseNothingWhenTheBrokerCannotBeReachedForAWhile();
      return;
    }
    BrokerProcess process = restartable.get().process();
    assertNothingLost(
        restartable.get().uri().apply(prefix()),
        1,
        () -> {
          process.stop();
          process.start();
        });
  }

  @Test
  @Proves(Guarantee.SURVIVES_RESTART)
  void shouldLoseNothingWhenTheBrokerIsKilled() {
    Optional<RestartableBroker> restartable = fixture().restartable();
    if (restartable.isEmpty()) {
      LOG.info("{} cannot be killed by a test: made unreachable instead", uri());
      shouldLoseNothingWhenTheBrokerCannotBeReachedForAWhile();
      return;
    }
    BrokerProcess process = restartable.get().process();
    assertNothingLost(
        restartable.get().uri().apply(prefix()),
        2,
        () -> {
          process.kill();
          process.start();
        });
  }

  /** Breaks the broker several times while messages flow, then compares sent and received. */
  private void assertNothingLost(BrokerUri uri, int outages, Runnable outage) {
    SubscriptionOptions options = durable(NAME, "traffic.#");
    Inbox inbox = acknowledging();
    connect(uri).subscribe(options, inbox);
    Traffic traffic = closeLater(Traffic.start(connect(uri).publisher(PATIENT), waiting));

    int unconfirmed = 0;
    for (int i = 0; i < outages; i++) {
      traffic.awaitFlow(MESSAGES_BETWEEN_OUTAGES);
      unconfirmed += traffic.inFlight();
      outage.run();
    }
    traffic.awaitFlow(MESSAGES_BETWEEN_OUTAGES);
    Map<Numbered.Row, Integer> posted = traffic.stop();

    waiting.until(
        () ->
            assertThat(inbox.messages().stream().map(message -> message.id()).distinct().count())
                .as("different messages received")
                .isEqualTo(traffic.posted()));
    Numbered.assertFirstDeliveriesInOrder(inbox.deliveries(), posted);
    LOG.info(
        "{}: {} outages with {} messages unconfirmed; {} posted, {} received, {} of them again",
        uri,
        outages,
        unconfirmed,
        traffic.posted(),
        inbox.count(),
        inbox.count() - traffic.posted());
  }

  private void refuseForAWhile(CuttableLink link) {
    link.proxy().refuse();
    link.proxy().cut();
    waiting.throughout(Duration.ofMillis(500), () -> {});
    link.proxy().accept();
  }
}
