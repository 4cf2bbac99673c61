package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** The books that are kept on both sides of a relay. */
class RelayVerificationTest extends RelayScene {

  @Test
  void shouldReportWhatArrivesWithoutHavingBeenTaken() throws Exception {
    startBrokers("a", "b");
    try (RunningService service = start(true, "a->b: news.#")) {
      publish("a", messages("alice", 10));
      awaitClean(service, 10);
      Message injected =
          Message.from("mallory").id("forged").extension(HOPS, "a").body(new byte[1]).build();
      publish("b", List.of(injected, Message.from("mallory").build()));

      await().atMost(PATIENCE).until(() -> verification(service).get("differences").asInt() == 1);
      assertThat(metric(service, "boards_relay_differences_messages", "a->b")).isEqualTo(1);
      JsonNode verification = verification(service);
      assertThat(verification.get("examples").get(0).asText())
          .isEqualTo("message forged from mallory on news.local has arrived but was never taken");
      JsonNode board = verification.get("boards").get(0);
      assertThat(board.get("taken").get("messages").asInt()).isEqualTo(10);
      assertThat(board.get("arrived").get("messages").asInt()).isEqualTo(11);
      assertThat(board.get("arrived").get("digest")).isNotEqualTo(board.get("taken").get("digest"));
    }
  }

  /** A queue that nobody reads would grow for ever. */
  @Test
  void shouldLeaveNoBooksBehindWhenTheyAreNoLongerKept() throws Exception {
    startBrokers("a", "b");
    SubscriptionName arrivals = SubscriptionName.relay("a", "b", "arrivals");
    start(true, "a->b: news.#").close();
    assertThat(connect("b").subscriptionStatus(arrivals)).isPresent();
    assertThat(dataFolder().resolve("relays.db")).exists();

    start(false, "a->b: news.#").close();

    assertThat(connect("b").subscriptionStatus(arrivals)).isEmpty();
    assertThat(dataFolder().resolve("relays.db")).doesNotExist();
  }
}
