package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/** What becomes of live messages while history is read. */
class LiveFeedTest {

  private static final BoardName NEWS = BoardName.of("news");

  private final RecentIdentities history = new RecentIdentities();
  private final Passed passed = new Passed();
  private final LiveFeed reliable = new LiveFeed(passed, history, true, new ReentrantLock());
  private final LiveFeed lossy = new LiveFeed(passed, history, false, new ReentrantLock());

  @Test
  void shouldHoldBackUntilItOpens() throws Exception {
    RecordedDelivery first = deliver(reliable, "1");
    RecordedDelivery second = deliver(reliable, "2");
    assertThat(passed.ids).isEmpty();
    assertThat(first.isAcknowledged()).isFalse();

    assertThat(reliable.open()).isTrue();
    deliver(reliable, "3");

    assertThat(passed.ids).containsExactly("1", "2", "3");
    assertThat(second.isAcknowledged()).as("that is the handler's to do").isFalse();
  }

  @Test
  void shouldNotPassOnWhatHistoryBrings() throws Exception {
    RecordedDelivery early = deliver(reliable, "1");
    history.add(NEWS, message("1"));
    reliable.covered(new MessageIdentity(NEWS, "bob", "1"));
    assertThat(early.isAcknowledged()).as("makes room for the next").isTrue();

    history.add(NEWS, message("2"));
    RecordedDelivery inTheMiddle = deliver(reliable, "2");
    assertThat(inTheMiddle.isAcknowledged()).isTrue();

    history.add(NEWS, message("3"));
    assertThat(reliable.open()).isTrue();
    RecordedDelivery late = deliver(reliable, "3");
    assertThat(late.isAcknowledged()).isTrue();
    deliver(reliable, "4");
    assertThat(passed.ids).containsExactly("4");
  }

  @Test
  void shouldNotOpenOverAHole() throws Exception {
    deliver(reliable, "1");
    reliable.interrupted(Instant.now());
    assertThat(reliable.open()).isFalse();
    assertThat(passed.ids).isEmpty();
    assertThat(passed.interruptions).as("history mends it").isZero();

    reliable.mend();
    assertThat(reliable.open()).isTrue();
    assertThat(passed.ids).containsExactly("1");
    reliable.interrupted(Instant.now());
    assertThat(passed.interruptions).isOne();
  }

  @Test
  void shouldDropAllRatherThanHoldTooMuchWhereNothingHoldsTheTransportBack() throws Exception {
    List<RecordedDelivery> deliveries = new ArrayList<>();
    for (int i = 0; i <= 20_000; i++) {
      deliveries.add(deliver(lossy, "early " + i));
    }
    assertThat(deliveries).allMatch(RecordedDelivery::isAcknowledged);
    assertThat(lossy.open()).isFalse();

    lossy.mend();
    deliver(lossy, "after");
    assertThat(lossy.open()).isTrue();
    assertThat(passed.ids).containsExactly("after");
  }

  @Test
  void shouldHaveAMessageTriedAgainWhoseHandlerFails() throws Exception {
    RecordedDelivery bad = deliver(reliable, "bad");
    deliver(reliable, "good");

    assertThat(reliable.open()).isTrue();

    assertThat(bad.isRetried()).isTrue();
    assertThat(passed.ids).containsExactly("good");
  }

  private static RecordedDelivery deliver(LiveFeed feed, String id) throws Exception {
    RecordedDelivery delivery = new RecordedDelivery(NEWS, message(id));
    feed.handle(delivery);
    return delivery;
  }

  private static Message message(String id) {
    return Message.from("bob").id(id).build();
  }

  private static final class Passed implements HistoryHandler {

    private final List<String> ids = new ArrayList<>();
    private int interruptions;

    @Override
    public void handle(Delivery delivery) {
      if (delivery.message().id().equals("bad")) {
        throw new IllegalStateException("it is bad");
      }
      ids.add(delivery.message().id());
    }

    @Override
    public void interrupted(Instant since) {
      interruptions++;
    }

    @Override
    public void historyFailed(RuntimeException failure) {
      throw failure;
    }
  }
}
