package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.requests.HeardMessages;

/** What the archive knows of what it has heard. */
class HeardPlacesTest {

  private static final BoardName NEWS = BoardName.of("news");

  private final HeardPlaces places = new HeardPlaces();

  @Test
  void shouldKnowWhereAMessageWas() {
    hear("a", 7);

    assertThat(places.place(NEWS, message("a", 7))).contains(new PublisherPlace("a", 7));
    assertThat(places.place(NEWS, message("a", 8))).isEmpty();
    assertThat(places.place(BoardName.of("other"), message("a", 7))).isEmpty();
  }

  @Test
  void shouldCountWhatNobodyHasHeard() {
    hear("a", 1);
    places.lost(new LostMessages("a", 2, 5));
    hear("a", 6);

    assertThat(unheard("a 1-6 3-3 6-6")).isEqualTo(1);
    assertThat(unheard("a 1-9 1-9")).as("2 to 5").isEqualTo(4);
    assertThat(unheard("b 1-9 1-2")).isZero();
    assertThat(unheard("a 1-6")).isZero();
  }

  @Test
  void shouldForgetTheOldest() {
    for (int number = 1; number <= 100_001; number++) {
      hear("a", number);
    }

    assertThat(places.place(NEWS, message("a", 1))).isEmpty();
    assertThat(places.place(NEWS, message("a", 2))).isPresent();
  }

  private long unheard(String heard) {
    return places.unheard(HeardMessages.parse(heard));
  }

  private void hear(String publisher, long number) {
    places.heard(new Heard(publisher, number));
  }

  private static Message message(String publisher, long number) {
    return Message.from(publisher).id(Long.toString(number)).build();
  }

  /** A message with a place among its publisher's. */
  private record Heard(String publisher, long number) implements Delivery {

    @Override
    public BoardName board() {
      return NEWS;
    }

    @Override
    public Message message() {
      return HeardPlacesTest.message(publisher, number);
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
