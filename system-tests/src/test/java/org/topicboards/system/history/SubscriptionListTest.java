package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.SubscriptionAnnouncer;
import org.topicboards.requests.SubscriptionSummary;
import org.topicboards.requests.SubscriptionSummary.State;
import org.topicboards.system.roundtrip.Transport;

/** Durable subscriptions are known to the service, on every transport. */
class SubscriptionListTest extends OnEveryTransport {

  private static final BoardName NEWS = BoardName.of("news.local");

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldListWhoIsAnnounced(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    RequestClient client = scene.client(scene.connect());
    SubscriptionAnnouncer announcer = new SubscriptionAnnouncer(scene.connect(), "test");
    scene.closeLater(announcer);

    announcer.attached(
        SubscriptionName.of("nobody"), List.of(BoardPattern.of("a.*"), BoardPattern.of("b")));

    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(() -> assertThat(client.subscriptions()).hasSize(1));
    SubscriptionSummary summary = client.subscriptions().get(0);
    assertThat(summary.name()).isEqualTo(SubscriptionName.of("nobody"));
    assertThat(summary.broker()).isEqualTo("test");
    assertThat(summary.patterns()).containsExactly(BoardPattern.of("a.*"), BoardPattern.of("b"));
    assertThat(summary.state()).isEqualTo(new State.Gone());
    assertThat(summary.lastSeen()).isBeforeOrEqualTo(Instant.now());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldTellWhatWaitsForWhom(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.name("alice");
    scene.name("bob");
    assertThat(scene.subscriber("--as=alice", "--board=news.#,sports", "--exit-at-end").exitCode())
        .isZero();
    scene.post(NEWS, "carol", 1, 3);
    CommandRun bob = scene.start("--as=bob", "--board=news.#");

    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(list(scene))
                    .containsExactly("alice news.#,sports 3 0", "bob news.# 0 1"));
    CommandRun json = scene.subscriber("list", "--json");
    assertThat(json.out())
        .contains(
            "{\"subscription\":\"alice\",\"broker\":\"test\",\"patterns\":[\"news.#\",\"sports\"],"
                + "\"waiting\":3,\"attached\":0,\"lastseen\":\"");

    scene.subscriber("--as=alice", "--board=news.#", "--exit-at-end");
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(
            () -> assertThat(list(scene)).containsExactly("alice news.# 0 0", "bob news.# 0 1"));

    bob.stop();
    assertThat(scene.subscriber("remove", "--as=bob").exitCode()).isZero();
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(() -> assertThat(list(scene)).containsExactly("alice news.# 0 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldTellWhatOtherMeansHaveRemoved(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    SubscriptionName alice = scene.name("alice");
    scene.subscriber("--as=alice", "--board=news.#", "--exit-at-end");
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(() -> assertThat(list(scene)).containsExactly("alice news.# 0 0"));

    scene.connect().removeSubscription(alice);
    assertThat(list(scene)).containsExactly("alice news.# gone -");

    CommandRun removal = scene.subscriber("remove", "--as=alice");
    assertThat(removal.exitCode()).isEqualTo(1);
    await().atMost(HistoryScene.PATIENCE).untilAsserted(() -> assertThat(list(scene)).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldRemoveAnAbandonedSubscriptionAfterAWarning(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    scene.expireSubscriptionsAfter(Duration.ofSeconds(40));
    scene.startService();
    SubscriptionName alice = scene.name("alice");
    scene.name("bob");
    scene.subscriber("--as=alice", "--board=news.#", "--exit-at-end");
    scene.post(NEWS, "carol", 1, 3);
    CommandRun bob = scene.start("--as=bob", "--board=news.#");

    await()
        .atMost(HistoryScene.PATIENCE)
        .until(() -> scene.subscriber("list").err().contains("subscription alice is removed at "));
    assertThat(scene.connect().subscriptionStatus(alice).orElseThrow().waitingMessages())
        .isEqualTo(3);
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(() -> assertThat(list(scene)).containsExactly("bob news.# 0 1"));

    assertThat(scene.connect().subscriptionStatus(alice)).isEmpty();
    bob.stop();
    assertThat(bob.exitCode()).isZero();
  }

  /** Name, patterns, waiting and attached of each. */
  private static List<String> list(HistoryScene scene) {
    CommandRun list = scene.subscriber("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .startsWith("SUBSCRIPTION\tPATTERNS\tWAITING\tATTACHED\tLAST SEEN\tEXPIRES\n");
    return list.out()
        .lines()
        .skip(1)
        .map(line -> String.join(" ", List.of(line.split("\t")).subList(0, 4)))
        .toList();
  }
}
