package org.topicboards.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.topicboards.command.json.RandomMessages;

/** Pages of history, written by the service and read by its client. */
class PageReaderTest {

  private static final long SEED = 20_261_121;

  @Test
  void shouldBringBackEveryMessageAsItWasHoweverThePageIsCut() throws IOException {
    Random random = new Random(SEED);
    RandomMessages messages = new RandomMessages(SEED);
    HistoryLines lines = new HistoryLines();
    PageReader reader = new PageReader();
    for (int page = 0; page < 200; page++) {
      List<HistoryMessage> written = new ArrayList<>();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = random.nextInt(10); i >= 0; i--) {
        HistoryMessage message =
            new HistoryMessage(
                messages.board(),
                1 + random.nextInt(1_000_000),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                messages.message());
        written.add(message);
        lines.write(message, bytes);
      }
      cut(bytes.toByteArray(), 1 + random.nextInt(500)).forEach(reader::add);

      assertThat(reader.take()).isEqualTo(written);
    }
  }

  @Test
  void shouldForgetAPageThatWasNotCompleted() throws IOException {
    PageReader reader = new PageReader();
    reader.add("{\"half a".getBytes(UTF_8));
    reader.clear();

    assertThat(reader.take()).isEmpty();
  }

  @Test
  void shouldSayThatALineIsNoMessage() {
    PageReader reader = new PageReader();
    reader.add("{\"specversion\":\"1.0\"}\n".getBytes(UTF_8));

    assertThatIllegalStateException().isThrownBy(reader::take).withMessageContaining("no message");
  }

  private static List<byte[]> cut(byte[] bytes, int length) {
    List<byte[]> chunks = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += length) {
      chunks.add(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + length)));
    }
    return chunks;
  }
}
