package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

class TopicNamesTest {

  private final TopicNames names = new TopicNames("team.");

  @Test
  void shouldPutThePrefixBeforeEveryName() {
    assertThat(names.topic(BoardName.of("news.local"))).isEqualTo("team.news.local");
    assertThat(names.address("team.news.local")).isEqualTo("news.local");
    assertThat(names.group(SubscriptionName.of("alice"))).isEqualTo("team.boards.alice");
    assertThat(names.register()).isEqualTo("team._subscriptions");
  }

  @ParameterizedTest
  @CsvSource({
    "#, team.news, true",
    "#, team.news.local, true",
    "#, other.news, false",
    "#, team., false",
    "#, team.no..board, true",
    "news.#, team.no..board, false",
    "#, team._dead.alice, false",
    "#, team._no..board, false",
    "_dead.#, team._dead.alice, true",
    "news.*, team.news.local, true",
    "news.*, team.news, false",
    "#, team._subscriptions, false",
    "_subscriptions, team._subscriptions, false",
    "#, __consumer_offsets, false"
  })
  void shouldMatchTopicsAsBoards(String pattern, String topic, boolean expected) {
    assertThat(names.matches(topic, List.of(BoardPattern.of(pattern)))).isEqualTo(expected);
  }

  @Test
  void shouldMatchWhereAnyPatternDoes() {
    List<BoardPattern> patterns = List.of(BoardPattern.of("a"), BoardPattern.of("b"));

    assertThat(names.matches("team.b", patterns)).isTrue();
    assertThat(names.matches("team.c", patterns)).isFalse();
  }

  @Test
  void shouldLeaveKafkasOwnTopicsAloneWithoutAPrefix() {
    assertThat(new TopicNames("").matches("__consumer_offsets", List.of(BoardPattern.ALL)))
        .isFalse();
  }
}
