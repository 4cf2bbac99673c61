package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.PublisherPlace;

/** What a request says of what was heard and lost. */
class HeardNumbersTest {

  private final HeardNumbers numbers = new HeardNumbers();

  @Test
  void shouldTellWhatWasHeardAndLostOfEachPublisher() {
    hear("a", 5);
    hear("a", 9); // what is between them was for other boards
    lose("a", 10, 12);
    lose("b", 1, 3); // who was never heard

    assertThat(mark()).containsExactly("a 5-12 10-12");
    assertThat(numbers.lost()).isEqualTo(6);
  }

  @Test
  void shouldForgetWhatIsRepairedAndKeepWhatCameMeanwhile() {
    hear("a", 1);
    lose("a", 2, 2);
    hear("b", 1);
    numbers.mark();
    hear("a", 3);
    lose("a", 4, 4);
    hear("c", 7);

    numbers.repaired();

    assertThat(mark()).containsExactly("a 3-4 4-4", "c 7-7");
    numbers.repaired();
    assertThat(numbers.isEmpty()).isTrue();
  }

  @Test
  void shouldNotAskForWhatWasFound() {
    hear("a", 1);
    lose("a", 2, 6);
    numbers.found(new PublisherPlace("a", 4));
    numbers.found(new PublisherPlace("a", 2));
    numbers.found(new PublisherPlace("a", 6));
    numbers.found(new PublisherPlace("a", 6));

    assertThat(mark()).containsExactly("a 1-6 3-3 5-5");
    assertThat(numbers.lost()).isEqualTo(2);
  }

  @Test
  void shouldTellAsMuchAsHasRoomOfManyLossesAndTheRestNext() {
    lose("a", 1, 1);
    for (int number = 2; number < 1_000; number += 2) {
      hear("a", number);
      lose("a", number + 1, number + 1);
    }
    hear("b", 1);
    lose("b", 2, 2);

    HeardMessages told = numbers.mark().get(0);

    assertThat(told.lost()).hasSizeBetween(200, 300);
    assertThat(told.contains(new PublisherPlace("a", 2))).isTrue();
    assertThat(told.contains(new PublisherPlace("a", 3))).isFalse();
    assertThat(told.contains(new PublisherPlace("a", 998))).isFalse();
    assertThat(told.toString().length()).isLessThan(4_000);
    assertThat(numbers.isAllTold()).isFalse();

    numbers.repaired();
    List<HeardMessages> rest = numbers.mark();

    assertThat(numbers.isAllTold()).isTrue();
    assertThat(rest).extracting(HeardMessages::publisher).containsExactly("a", "b");
    assertThat(rest.get(0).known()).hasToString((told.known().to() + 1) + "-999");
    assertThat(told.lost().size() + rest.get(0).lost().size()).isEqualTo(500);
    numbers.repaired();
    assertThat(numbers.isEmpty()).isTrue();
  }

  @Test
  void shouldTellOfFewPublishersAndOfTheOthersOnlyWhatTheyLost() {
    for (int publisher = 0; publisher < 60; publisher++) {
      hear("a" + publisher, 1);
    }
    lose("a59", 2, 2);

    assertThat(mark()).hasSize(50);
    assertThat(numbers.isAllTold()).isFalse();

    numbers.repaired();
    assertThat(mark()).hasSize(1).first().asString().endsWith("2-2");
    assertThat(numbers.isAllTold()).isTrue();
  }

  private List<String> mark() {
    return numbers.mark().stream().map(HeardMessages::toString).toList();
  }

  private void hear(String publisher, long number) {
    numbers.heard(new PublisherPlace(publisher, number));
  }

  private void lose(String publisher, long from, long to) {
    numbers.lost(new LostMessages(publisher, from, to));
  }
}
