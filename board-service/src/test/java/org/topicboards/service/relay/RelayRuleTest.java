package org.topicboards.service.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.topicboards.broker.BrokerUri;

class RelayRuleTest {

  @Test
  void shouldReadOneDirection() {
    assertThat(RelayRule.parse(" rabbit -> kafka : news.#, sports.* "))
        .singleElement()
        .hasToString("rabbit->kafka: news.#, sports.*");
  }

  @Test
  void shouldReadBothDirectionsAtOnce() {
    assertThat(RelayRule.parse("rabbit<->kafka:news.#"))
        .map(RelayRule::toString)
        .containsExactly("rabbit->kafka: news.#", "kafka->rabbit: news.#");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "news.#                    | 'news.#' is no relay rule",
        "a=>b: news                | 'a=>b: news' is no relay rule",
        "a->b news                 | 'a->b news' is no relay rule",
        "a->b:                     | '' is no board pattern: it is empty",
        "a->b: news,               | '' is no board pattern: it is empty",
        "a->b: news.##             | relay rule 'a->b: news.##': 'news.##' is no board pattern",
        "a->b: _dead.#             | relay a->b: '_dead.#' means system boards",
        "a->a: news                | relay a->a leads back to the same broker",
        "amqp-h.example-1->b: news | a broker that is relayed needs a name of at most 40",
      })
  void shouldRefuseWhatIsNoRule(String rule, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayRule.parse(rule))
        .withMessageContaining(reason)
        .withMessageNotContaining("\n");
  }

  @Test
  void shouldJoinWhatSeveralRulesSayOfTheSameBrokers() {
    RelayPlan plan =
        RelayPlan.of(
            brokers("a=amqp://h1", "b=amqp://h2"),
            List.of("a->b: news.#", "b->a: news.#", "a->b: sports"),
            true);

    assertThat(plan.rules())
        .map(RelayRule::toString)
        .containsExactly("a->b: news.#, sports", "b->a: news.#");
    assertThat(plan.isVerified()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a->c: news               | relay a->c: there is no broker 'c' (there are a, b, same, other)",
        "a->b: news, news         | relay a->b: 'news' is relayed twice",
        "a->b: news; a<->b: news  | relay a->b: 'news' is relayed twice",
        "a->same: news            | relay a->same: both names stand for amqp://h1:5672/v?prefix=p-",
      })
  void shouldRefuseRulesThatContradict(String rules, String reason) {
    Map<String, BrokerUri> brokers =
        brokers(
            "a=amqp://u:secret@h1:5672/v?prefix=p-",
            "b=amqp://h2",
            "same=amqp://h1:5672/v?prefix=p-",
            "other=amqp://h1:5672/v?prefix=q-");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayPlan.of(brokers, List.of(rules.split("; ")), false))
        .withMessageContaining(reason)
        .withMessageNotContaining("secret");
    assertThat(RelayPlan.of(brokers, List.of("a->other: news"), false).rules()).hasSize(1);
  }

  @Test
  void shouldSayWhereNoBrokerHasAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayPlan.of(Map.of(), List.of("a->b: news"), false))
        .withMessage("relay a->b: there is no broker 'a' (name it with --broker a=URI)");
  }

  private static Map<String, BrokerUri> brokers(String... named) {
    Map<String, BrokerUri> brokers = new LinkedHashMap<>();
    for (String each : named) {
      String[] parts = each.split("=", 2);
      brokers.put(parts[0], BrokerUri.parse(parts[1]));
    }
    return brokers;
  }
}
