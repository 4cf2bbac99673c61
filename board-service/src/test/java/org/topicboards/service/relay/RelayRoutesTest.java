package org.topicboards.service.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class RelayRoutesTest {

  private static final BoardName NEWS = BoardName.of("news.local");

  @Test
  void shouldNotSendAMessageBackToWhereItCameFrom() {
    RelayRoutes routes = routes("a<->b: news.#");

    assertThat(visits(routes, "a", "b")).containsExactly("a", "b");
    assertThat(visits(routes, "b", "a")).containsExactly("b", "a");
  }

  @Test
  void shouldReachEachBrokerOfARingOnce() {
    RelayRoutes routes = routes("a->b: news.#", "b->c: news.#", "c->a: news.#");

    assertThat(visits(routes, "b", "a", "c")).containsExactly("b", "c", "a");
  }

  @Test
  void shouldReachEachBrokerOnceWhereAllAreJoinedToAll() {
    RelayRoutes routes = routes("a<->b: #", "b<->c: #", "a<->c: #", "c<->d: #", "a<->d: #");

    for (String root : List.of("a", "b", "c", "d")) {
      assertThat(visits(routes, root, "a", "b", "c", "d"))
          .startsWith(root)
          .containsExactlyInAnyOrder("a", "b", "c", "d");
    }
  }

  @Test
  void shouldKeepToTheBoardsOfEachRule() {
    RelayRoutes routes = routes("a->b: news.#", "a->c: sports.#", "b->c: #");

    assertThat(visits(routes, "a", "b", "c")).containsExactly("a", "b", "c");
    assertThat(routes.carries("a", "c", NEWS, hops())).isFalse();
    assertThat(routes.carries("a", "c", BoardName.of("sports.x"), hops())).isTrue();
  }

  @Test
  void shouldTakeWhatComesFromBrokersOfOtherServices() {
    RelayRoutes routes = routes("a<->b: #");

    assertThat(routes.carries("a", "b", NEWS, hops("far", "away"))).isTrue();
    assertThat(routes.carries("a", "b", NEWS, hops("far", "b"))).isFalse();
  }

  /** Two names may stand for one broker without anybody noticing. */
  @Test
  void shouldNotTakeWhatHasComeBack() {
    assertThat(routes("a->b: #").carries("a", "b", NEWS, hops("a"))).isFalse();
  }

  @Test
  void shouldCarryTheHopsOnTheMessage() {
    Message message = Message.from("alice").build();

    Message relayed = hops("a").plus("b").on(message);

    assertThat(relayed.extensions()).containsExactly(java.util.Map.entry("boardhops", "a,b"));
    assertThat(Hops.of(relayed).names()).containsExactly("a", "b");
    assertThat(Hops.of(relayed).last()).isEqualTo("b");
    assertThat(Hops.of(message).last()).isNull();
    assertThat(Hops.of(message.toBuilder().extension("boardhops", " a,, b,").build()))
        .isEqualTo(hops("a", "b"));
  }

  /** Every broker that a message comes to, each time it does, beginning with the first. */
  private static List<String> visits(RelayRoutes routes, String root, String... others) {
    List<String> visits = new ArrayList<>();
    visit(routes, root, hops(), others, visits);
    return visits;
  }

  private static void visit(
      RelayRoutes routes, String broker, Hops hops, String[] others, List<String> visits) {
    visits.add(broker);
    for (String other : others) {
      if (!other.equals(broker) && routes.carries(broker, other, NEWS, hops)) {
        visit(routes, other, hops.plus(broker), others, visits);
      }
    }
  }

  private static RelayRoutes routes(String... rules) {
    return new RelayRoutes(
        Arrays.stream(rules).flatMap(rule -> RelayRule.parse(rule).stream()).toList());
  }

  private static Hops hops(String... names) {
    return new Hops(List.of(names));
  }
}
