package org.topicboards.service.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What becomes of messages that a target does not take at first. */
@Timeout(60)
class ForwarderTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final BoardName SPORTS = BoardName.of("sports");

  /** What the target takes, in that order. */
  private final List<String> taken = new CopyOnWriteArrayList<>();

  /** How the target answers, by board, for a number of times. */
  private final Map<BoardName, List<BrokerException>> failures = new ConcurrentHashMap<>();

  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Transfers transfers = new Transfers();
  private final Forwarder forwarder = new Forwarder("a->b", this::answer, new Outcome());

  @AfterEach
  void close() {
    forwarder.close();
  }

  @Test
  void shouldKeepTheOrderOfASourceBehindAMessageThatFails() {
    fail(NEWS, 3, new BrokerUnavailableException("away"));
    forward(NEWS, 0, 100);
    forward(SPORTS, 0, 10);
    assertThat(taken).containsExactlyElementsOf(names(SPORTS, 0, 10));
    assertThat(forwarder.fault()).contains("relay a->b: away");

    await().until(() -> taken.size() >= 60);
    forward(NEWS, 100, 200);

    await().until(() -> taken.size() == 210);
    assertThat(taken.subList(10, 210)).containsExactlyElementsOf(names(NEWS, 0, 200));
    await().until(() -> forwarder.fault().isEmpty());
    assertThat(refused).isEmpty();
  }

  @Test
  void shouldGiveUpAtOnceWhatTheTargetRefuses() {
    fail(NEWS, 1, new PublishFailedException("too large"));
    forward(NEWS, 0, 3);

    assertThat(refused).containsExactly("news 0: too large");
    assertThat(taken).containsExactlyElementsOf(names(NEWS, 1, 3));
    assertThat(forwarder.fault()).isEmpty();
  }

  @Test
  void shouldGiveUpAfterSomeAttemptsWhereTheTargetRefusesTheService() {
    fail(NEWS, 5, new AccessRefusedException("no permission"));
    forward(NEWS, 0, 3);

    await().until(() -> taken.size() == 2);
    assertThat(refused).containsExactly("news 0: no permission");
    assertThat(taken).containsExactlyElementsOf(names(NEWS, 1, 3));
  }

  @Test
  void shouldTryNothingMoreOnceItIsClosed() {
    fail(NEWS, 1, new BrokerUnavailableException("away"));
    forward(NEWS, 0, 1);
    forwarder.close();
    forward(SPORTS, 0, 1);

    assertThat(taken).containsExactlyElementsOf(names(SPORTS, 0, 1));
    assertThat(transfers.underWay()).isEqualTo(1);
  }

  private void fail(BoardName board, int times, BrokerException failure) {
    failures.put(board, new ArrayList<>(Collections.nCopies(times, failure)));
  }

  private void forward(BoardName board, int from, int to) {
    IntStream.range(from, to)
        .mapToObj(number -> delivery(board, number))
        .map(delivery -> transfers.begin(delivery, delivery.message()).orElseThrow())
        .forEach(forwarder::forward);
  }

  private CompletionStage<PublishReceipt> answer(BoardName board, Message message) {
    List<BrokerException> left = failures.getOrDefault(board, List.of());
    synchronized (failures) {
      if (!left.isEmpty()) {
        return CompletableFuture.failedFuture(left.remove(0));
      }
    }
    taken.add(name(board, new String(message.body(), UTF_8)));
    return CompletableFuture.completedFuture(PublishReceipt.ROUTED);
  }

  private static List<String> names(BoardName board, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> name(board, Integer.toString(number)))
        .toList();
  }

  private static String name(BoardName board, String number) {
    return board + " " + number;
  }

  private static Delivery delivery(BoardName board, int number) {
    Message message = Message.from("alice").body(Integer.toString(number).getBytes(UTF_8)).build();
    return new Taken(board, message);
  }

  /** A delivery as far as a forwarder looks at it. */
  private record Taken(BoardName board, Message message) implements Delivery {
    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public boolean isRedelivered() {
      return false;
    }

    @Override
    public void acknowledge() {}

    @Override
    public void retry(String reason) {}
  }

  private final class Outcome implements Forwarder.Results {
    @Override
    public void posted(Transfer transfer) {
      transfers.finish(List.of(transfer));
    }

    @Override
    public void failed() {}

    @Override
    public void refused(Transfer transfer, String reason) {
      refused.add(
          name(transfer.board(), new String(transfer.outgoing().body(), UTF_8)) + ": " + reason);
      transfers.forget(transfer);
    }
  }
}
