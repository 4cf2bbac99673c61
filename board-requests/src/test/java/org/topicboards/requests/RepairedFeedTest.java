package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What waits behind a loss, and what does not. */
@Timeout(60)
class RepairedFeedTest {

  private static final BoardName NEWS = BoardName.of("news");

  private final List<String> passed = new ArrayList<>();
  private final RepairedFeed feed = new RepairedFeed(new Exit());

  @Test
  void shouldHoldEverybodyUntilItIsReleased() throws Exception {
    hear("a", 1);
    hear("b", 1);
    assertThat(passed).isEmpty();

    feed.release();
    hear("a", 2);

    assertThat(passed).containsExactly("a1", "b1", "a2");
  }

  @Test
  void shouldHoldOnlyThePublisherThatHasLostSomething() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 3);
    hear("a", 4);
    hear("b", 1);

    assertThat(passed).containsExactly("a1", "b1");
    assertThat(feed.hasHole()).isTrue();
    assertThat(feed.lost()).isEqualTo(2);
  }

  @Test
  void shouldHoldAPublisherThatIsHeardForTheFirstTimeBehindALoss() throws Exception {
    feed.release();
    lose("a", 1, 2);
    assertThat(feed.hasHole()).isFalse(); // it may be one who only asks
    hear("a", 3);

    assertThat(passed).isEmpty();
    assertThat(feed.hasHole()).isTrue();
    assertThat(feed.begin()).extracting(HeardMessages::toString).containsExactly("a 1-3 1-2");
    feed.repaired();
    feed.release();
    assertThat(passed).containsExactly("a3");
  }

  @Test
  void shouldPassOnWhatWasHeldWhenTheLossIsRepaired() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 3);
    hear("a", 4);
    assertThat(feed.begin()).extracting(HeardMessages::toString).containsExactly("a 1-4 2-3");

    feed.repaired();
    feed.release();
    hear("a", 5);

    assertThat(passed).containsExactly("a1", "a4", "a5");
    assertThat(feed.hasHole()).isFalse();
    assertThat(feed.lost()).isZero();
    assertThat(feed.begin()).extracting(HeardMessages::toString).containsExactly("a 5-5");
  }

  @Test
  void shouldGoOnHoldingBehindWhatWasLostDuringTheRepair() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 2);
    hear("a", 3);
    feed.begin();
    lose("a", 4, 4);
    hear("a", 5);

    feed.repaired();
    feed.release();

    assertThat(passed).containsExactly("a1", "a3");
    assertThat(feed.hasHole()).isTrue();
    assertThat(feed.begin()).extracting(HeardMessages::toString).containsExactly("a 4-5 4-4");
  }

  @Test
  void shouldPassOnWhatWasSentBeforeAMessageOfTheArchive() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 2);
    hear("a", 3);
    lose("a", 4, 5);
    hear("a", 6);
    feed.begin();

    feed.passBefore(new PublisherPlace("a", 2));
    assertThat(passed).containsExactly("a1");
    feed.passBefore(new PublisherPlace("a", 4));
    feed.passBefore(new PublisherPlace("a", 5));
    assertThat(passed).containsExactly("a1", "a3");
    feed.passBefore(new PublisherPlace("a", 7));
    assertThat(passed).containsExactly("a1", "a3", "a6");
  }

  @Test
  void shouldBeFilledByWhatOthersAreSentInOrderOnly() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 3);
    hear("a", 4);

    assertThat(feed.fills(new PublisherPlace("a", 3))).isFalse();
    assertThat(feed.fills(new PublisherPlace("b", 1))).isFalse();
    assertThat(feed.fills(new PublisherPlace("a", 2))).isTrue();
    feed.release();
    assertThat(passed).containsExactly("a1");
    assertThat(feed.lost()).isEqualTo(1);
    assertThat(feed.fills(new PublisherPlace("a", 3))).isTrue();
    feed.release();

    assertThat(passed).containsExactly("a1", "a4");
    assertThat(feed.hasHole()).isFalse();
    assertThat(feed.lost()).isZero();
  }

  @Test
  void shouldHoldNothingOnceItHasGivenUpUntilARepairSucceeds() throws Exception {
    feed.release();
    hear("a", 1);
    lose("a", 2, 2);
    hear("a", 3);
    feed.giveUp();
    lose("a", 4, 4);
    hear("a", 5);
    assertThat(passed).containsExactly("a1", "a3", "a5");
    assertThat(feed.lost()).isEqualTo(2);

    feed.begin();
    feed.repaired();
    lose("a", 6, 6);
    hear("a", 7);
    assertThat(passed).containsExactly("a1", "a3", "a5");
    assertThat(feed.lost()).isEqualTo(1);
  }

  @Test
  void shouldWakeWhoWaitsForALoss() throws Exception {
    feed.release();
    hear("a", 1);
    Thread transport = new Thread(() -> lose("a", 2, 2));
    transport.start();

    feed.awaitHole(TimeUnit.SECONDS.toNanos(50));

    assertThat(feed.hasHole()).isTrue();
    transport.join();
  }

  private void hear(String publisher, long number) throws InterruptedException {
    feed.handle(new Heard(publisher, number));
  }

  private void lose(String publisher, long from, long to) {
    feed.lost(new LostMessages(publisher, from, to));
  }

  private final class Exit implements RepairedFeed.Exit {

    @Override
    public void pass(Delivery delivery) {
      passed.add(delivery.message().id());
    }

    @Override
    public void interrupted(Instant since) {}

    @Override
    public void gap(Gap gap) {}
  }

  /** A message with a place among its publisher's. */
  private record Heard(String publisher, long number) implements Delivery {

    @Override
    public BoardName board() {
      return NEWS;
    }

    @Override
    public Message message() {
      return Message.from(publisher).id(publisher + number).build();
    }

    @Override
    public Optional<PublisherPlace> place() {
      return Optional.of(new PublisherPlace(publisher, number));
    }

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
}
