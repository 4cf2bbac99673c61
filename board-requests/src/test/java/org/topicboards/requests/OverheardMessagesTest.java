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
    add("y", 1, page(lines(7)));
    add("x", 3, chunk(page, 10, page.length, CURSOR));
    add("x", 4, Answer.End.COMPLETE);

    assertThat(numbers()).containsExactly(7L, 1L, 2L);
  }

  @Test
  void shouldLeaveOutAPageOfWhichSomethingIsMissing() throws Exception {
    byte[] page = lines(1, 2);
    add("x", 1, new Answer.Begin(CURSOR, List.of(), true));
    add("x", 3, chunk(page, 10, page.length, CURSOR));
    add("x", 4, page(lines(3)));
    add("y", 5, page(lines(4)));
    add("y", 6, page(lines(5)));

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

  private static Answer.Chunk page(byte[] page) {
    return chunk(page, 0, page.length, CURSOR);
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
