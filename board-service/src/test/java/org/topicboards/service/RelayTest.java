package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Delivery;
import org.topicboards.message.Message;

/** Boards relayed between brokers of every kind. */
class RelayTest extends RelayScene {

  @Test
  void shouldBringEachMessageToTheOtherSideOnceInBothDirectionsAtOnce() throws Exception {
    startBrokers("a", "b");
    try (RunningService service = start(true, "a<->b: news.#")) {
      List<Delivery> onA = subscribe("a");
      List<Delivery> onB = subscribe("b");
      List<Message> ofAlice = messages("alice", 2_000);
      List<Message> ofBob = messages("bob", 2_000);
      CompletableFuture<Void> posting = CompletableFuture.runAsync(() -> publish("a", ofAlice));
      publish("b", ofBob);
      posting.join();

      await().atMost(PATIENCE).until(() -> onA.size() >= 4_000 && onB.size() >= 4_000);
      assertThat(received(onB, "alice")).isEqualTo(ofAlice);
      assertThat(received(onA, "bob")).isEqualTo(ofBob);
      assertThat(hops(onB, "alice")).containsOnly("a");
      assertThat(hops(onA, "alice")).containsOnly("");
      awaitClean(service, 2_000);
      assertThat(onA).hasSize(4_000);
      assertThat(onB).hasSize(4_000);
      assertThat(metric(service, "boards_relayed_total", "a->b")).isEqualTo(2_000);
      assertThat(metric(service, "boards_relay_passed_over_total", "a->b")).isEqualTo(2_000);
      assertThat(get(service, "/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldReachThreeBrokersThatAreAllJoinedOnceEach() throws Exception {
    startBrokers("a", "b", "c");
    try (RunningService service = start(false, "a<->b: #", "b<->c: #", "a<->c: #")) {
      Map<String, List<Delivery>> seen = new LinkedHashMap<>();
      for (String name : embedded.keySet()) {
        seen.put(name, subscribe(name));
      }
      Map<String, List<Message>> posted = new LinkedHashMap<>();
      for (String name : embedded.keySet()) {
        posted.put(name, messages("source-" + name, 200));
        publish(name, posted.get(name));
      }
      await()
          .atMost(PATIENCE)
          .until(() -> seen.values().stream().allMatch(deliveries -> deliveries.size() >= 600));
      for (String relay : List.of("a->b", "b->a", "b->c", "c->b", "a->c", "c->a")) {
        await()
            .atMost(PATIENCE)
            .until(() -> metric(service, "boards_relay_passed_over_total", relay) == 400);
        assertThat(metric(service, "boards_relayed_total", relay)).isEqualTo(200);
      }
      seen.forEach(
          (broker, deliveries) -> {
            assertThat(deliveries).hasSize(600);
            posted.forEach(
                (origin, messages) ->
                    assertThat(received(deliveries, "source-" + origin)).isEqualTo(messages));
          });
    }
  }

  @Test
  void shouldSendWhatTheTargetRefusesToTheDeadLetters() throws Exception {
    startBrokers("a", "b");
    uris.put("b", BrokerUri.parse(broker("b").uri() + "?max-body=1k"));
    try (RunningService service = start(false, "a->b: news.#")) {
      List<Delivery> dead = subscribe("a", "_dead._relay.a.b");
      List<Delivery> onB = subscribe("b");
      Message large = Message.from("alice").body(new byte[2_000]).build();
      Message small = Message.from("alice").body(new byte[20]).build();
      publish("a", List.of(large, small));

      await().atMost(PATIENCE).until(() -> dead.size() == 1 && onB.size() == 1);
      assertThat(dead.get(0).message().id()).isEqualTo(large.id());
      assertThat(dead.get(0).message().headers().get("dead-letter-reason")).contains("2000");
      assertThat(onB.get(0).message().id()).isEqualTo(small.id());
      assertThat(metric(service, "boards_relay_refused_total", "a->b")).isEqualTo(1);
    }
  }

  @Test
  void shouldFeedUdpFromABrokerAndABrokerFromUdp() throws Exception {
    startBrokers("a");
    uris.put("field", group());
    try (RunningService service = start(true, "a<->field: news.#")) {
      List<Delivery> onA = subscribe("a");
      List<Delivery> onField = subscribe("field");
      List<Message> ofAlice = messages("alice", 300);
      List<Message> ofBob = messages("bob", 300);
      publish("a", ofAlice);
      publish("field", ofBob);

      await().atMost(PATIENCE).until(() -> onA.size() >= 600 && onField.size() >= 600);
      assertThat(received(onA, "bob")).isEqualTo(ofBob);
      assertThat(received(onField, "alice")).isEqualTo(ofAlice);
      awaitClean(service, 300);
      assertThat(metric(service, "boards_relay_lost_total", "field->a")).isZero();
      assertThat(get(service, "/metrics").body())
          .doesNotContain("boards_relay_lost_total{relay=\"a->field\"}");
    }
  }
}
