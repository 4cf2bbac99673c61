package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What is made of answers that are for others. */
class OverheardMessagesTest {

  private static final HistoryCursor CURSOR = new HistoryCursor(1, 2);

  private final OverheardMessages overheard = new OverheardMessages();

  @Test
  void shouldTakePagesThatComeWhole() throws Exception {
    byte[] page = lines(1, 2);
    add("x", 1, new Answer.Begin(CURSOR, List.of(), true));
    add("x", 2, chunk(page, 0, 10, null));
    add("y", 1, chunk(lines(7), 0, lines(7).length, CURSOR));
    add("x", 3, chunk(page, 10, page.length, CURSOR));
    add("x", 4, Answer.End.COMPLETE);

    assertThat(numbers()).containsExactly(7L, 1L, 2L);
  }

  @Test
  void shouldLeaveOutAPageOfWhichSomethingIsMissing() throws Exception {
    byte[] page = lines(1, 2);
    add("x", 1, new Answer.Begin(CURSOR, List.of(), true));
    add("x", 3, chunk(page, 10, page.length, CURSOR));
    add("x", 4, chunk(lines(3), 0, lines(3).length, CURSOR));
    add("y", 5, chunk(lines(4), 0, lines(4).length, CURSOR));
    add("y", 6, chunk(lines(5), 0, lines(5).length, CURSOR));

    assertThat(numbers()).containsExactly(3L, 5L);
  }

  private void add(String answerId, long number, Answer answer) {
    overheard.add(new AnswerCodec.Numbered("request", answerId, number, answer));
  }

  private List<Long> numbers() throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (HistoryMessage next = overheard.poll(0); next != null; next = overheard.poll(0)) {
      PublisherPlace place = next.place();
      numbers.add(place == null ? 0 : place.number());
    }
    return numbers;
  }

  private static Answer.Chunk chunk(byte[] page, int from, int to, @Nullable HistoryCursor next) {
    return new Answer.Chunk(Arrays.copyOfRange(page, from, to), next);
  }

  private static byte[] lines(long... numbers) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (long number : numbers) {
      new HistoryLines()
          .write(
              new HistoryMessage(
                  BoardName.of("news"),
                  number,
                  number,
                  Instant.EPOCH,
                  Message.from("bob").build(),
                  new PublisherPlace("a", number)),
              lines);
    }
    return lines.toByteArray();
  }
}
