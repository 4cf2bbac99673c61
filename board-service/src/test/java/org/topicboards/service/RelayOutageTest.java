package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** Relays whose service or broker is away for a while, or not alone. */
class RelayOutageTest extends RelayScene {

  @Test
  void shouldGoOnWhereItStoppedWhenTheServiceIsStartedAgain() throws Exception {
    startBrokers("a", "b");
    List<Delivery> onB = subscribe("b");
    List<Message> posted = messages("alice", 6_000);
    start(true, "a->b: news.#").close();
    publish("a", posted);
    int before = 0;
    while (before < posted.size()) {
      int seen = before;
      RunningService service = start(true, "a->b: news.#");
      await().atMost(PATIENCE).until(() -> onB.size() > seen);
      service.close();
      before = onB.size();
    }
    try (RunningService service = start(true, "a->b: news.#")) {
      awaitClean(service, 6_000);
      assertThat(metric(service, "boards_relayed_total", "a->b")).isZero();
    }
    assertThat(received(onB, "alice")).isEqualTo(posted);
  }

  @Test
  void shouldCollectFromOneBrokerWhileTheOtherIsAway() throws Exception {
    startBrokers("a", "b");
    int port = broker("b").port();
    start(true, "a->b: news.#").close();
    broker("b").close();
    List<Message> posted = messages("alice", 500);
    try (RunningService service =
        RunningService.start(settings(dataFolder(), true, "a->b: news.#"))) {
      CompletableFuture<Void> attaching = CompletableFuture.runAsync(() -> attach(service));
      publish("a", posted);
      await().atMost(PATIENCE).until(() -> get(service, "/ready").body().contains("broker b"));
      assertThat(get(service, "/ready").statusCode()).isEqualTo(503);

      embedded.put("b", EmbeddedBroker.start(options("b").onPort(port)));
      attaching.join();
      List<Delivery> onB = subscribe("b", SubscriptionName.of("late"));
      awaitClean(service, 500);
      publish("a", messages("bob", 1));
      await().atMost(PATIENCE).until(() -> received(onB, "bob").size() == 1);
    }
  }

  @Test
  void shouldKeepTheOrderWhereAnotherServiceStandsBy(@TempDir Path otherData) throws Exception {
    startBrokers("a", "b");
    List<Delivery> onB = subscribe("b");
    List<Message> posted = messages("alice", 3_000);
    RunningService one = start(false, "a->b: news.#");
    try (RunningService other = attached(settings(otherData, false, "a->b: news.#"))) {
      publish("a", posted);
      await().atMost(PATIENCE).until(() -> onB.size() >= 3_000);
      assertThat(received(onB, "alice")).isEqualTo(posted);
      await().atMost(PATIENCE).until(() -> relayed(one) + relayed(other) == 3_000);
      assertThat(Math.min(relayed(one), relayed(other))).as("of who stands by").isZero();

      (relayed(one) > 0 ? one : other).close();
      List<Message> more = messages("bob", 100);
      publish("a", more);
      await().atMost(PATIENCE).until(() -> onB.size() >= 3_100);
      assertThat(received(onB, "bob")).isEqualTo(more);
    } finally {
      one.close();
    }
  }

  private double relayed(RunningService service) throws Exception {
    return metric(service, "boards_relayed_total", "a->b");
  }
}
