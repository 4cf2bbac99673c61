package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BrokerException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What waits for a board, and what may pass. */
class BoardRouteTest {

  private static final int PARTITIONS = 4;

  /** Two publishers whose messages come into different partitions. */
  private static final String NORTH = "north";

  private static final String OTHER =
      IntStream.range(0, 100)
          .mapToObj(i -> "gauge-" + i)
          .filter(source -> partition(source) != partition(NORTH))
          .findFirst()
          .orElseThrow();

  private static final PendingSend.Sender UNSENT =
      new PendingSend.Sender() {
        @Override
        public void settled(int bytes) {}

        @Override
        public BrokerException failure(PendingSend pending, Exception failure) {
          throw new AssertionError("nothing is sent here", failure);
        }
      };

  private final BoardRoute route = new BoardRoute(BoardName.of("shore"), "shore");
  private final List<PendingSend> sent = new ArrayList<>();

  @Test
  void shouldHaveTheRouteOpenedOnceForAllThatWait() {
    assertThat(route.enter(from(NORTH), sent::add)).isTrue();
    assertThat(route.enter(from(NORTH), sent::add)).isFalse();
    assertThat(route.isOpening()).isTrue();
    assertThat(sent).isEmpty();
  }

  @Test
  void shouldPassOnWhatWaitsInItsOrderOnceOneWasTaken() {
    List<PendingSend> posted = List.of(from(NORTH), from(NORTH), from(NORTH));
    posted.forEach(each -> route.enter(each, sent::add));
    route.found(1);

    PendingSend first = first();
    assertThat(first).isSameAs(posted.get(0));
    assertThat(sent).isEmpty();
    route.open(first, sent::add);

    assertThat(sent).containsExactly(posted.get(1), posted.get(2));
    assertThat(route.isOpen(posted.get(0).message())).isTrue();
    assertThat(route.first()).isNull();
    assertThat(route.isOpening()).isFalse();
  }

  /** A leader that has taken one partition's messages may not be ready for another's. */
  @Test
  void shouldSendOneAheadToEachPartition() {
    List<PendingSend> posted = List.of(from(NORTH), from(OTHER), from(NORTH), from(OTHER));
    posted.forEach(each -> route.enter(each, sent::add));
    route.found(PARTITIONS);

    PendingSend first = first();
    route.open(first, sent::add);

    assertThat(sent).containsExactly(posted.get(2));
    assertThat(route.isOpen(posted.get(0).message())).isTrue();
    assertThat(route.isOpen(posted.get(1).message())).isFalse();
    assertThat(route.first()).isSameAs(posted.get(1));
    route.open(posted.get(1), sent::add);
    assertThat(sent).containsExactly(posted.get(2), posted.get(3));
    assertThat(route.isOpen(posted.get(1).message())).isTrue();
  }

  @Test
  void shouldHoldBackEveryPartitionOnceShut() {
    route.enter(from(NORTH), sent::add);
    route.found(1);
    route.open(first(), sent::add);

    route.shut();

    assertThat(route.isOpen(from(NORTH).message())).isFalse();
  }

  @Test
  void shouldEndTheOpeningWithTheLastThatIsGivenUp() {
    PendingSend pending = from(NORTH);
    route.enter(pending, sent::add);

    assertThat(route.giveUp(each -> false)).isEmpty();
    assertThat(route.isOpening()).isTrue();
    assertThat(route.giveUp(each -> true)).containsExactly(pending);
    assertThat(route.isOpening()).isFalse();
  }

  private PendingSend first() {
    return Objects.requireNonNull(route.first());
  }

  private PendingSend from(String source) {
    return new PendingSend(UNSENT, route, Message.from(source).body(new byte[0]).build(), 0, 0);
  }

  private static int partition(String source) {
    return BuiltInPartitioner.partitionForKey(source.getBytes(UTF_8), PARTITIONS);
  }
}
