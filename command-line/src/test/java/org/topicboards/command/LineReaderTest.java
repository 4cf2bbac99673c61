package org.topicboards.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private static final int MAX_LINE_BYTES = 1 << 20;

  @Test
  void shouldCountAnUnterminatedLastLine() throws IOException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
    assertThat(lines("a\nb\n")).containsExactly("a", "b");
  }

  @Test
  void shouldKeepEmptyLines() throws IOException {
    assertThat(lines("\n\nx\n\n")).containsExactly("", "", "x", "");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void shouldKeepEveryByteThatIsNoLineEnd() throws IOException {
    assertThat(lines("a\r\n\u0000\u00ff\u00fe\n\r"))
        .containsExactly("a\r", "\u0000\u00ff\u00fe", "\r");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, MAX_LINE_BYTES})
  void shouldReadALineOfUpToTheBound(int length) throws IOException {
    String line = "x".repeat(length);

    assertThat(lines(line + "\nnext")).containsExactly(line, "next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\nnext"})
  void shouldRefuseALongerLine(String rest) throws IOException {
    LineReader reader =
        reader(
            new ByteArrayInputStream(
                ("a\n" + "x".repeat(MAX_LINE_BYTES + 1) + rest).getBytes(ISO_8859_1)));
    reader.next();

    assertThatIllegalArgumentException()
        .isThrownBy(reader::next)
        .withMessage("it is longer than 1 MiB, the most that one may have");
    assertThat(reader.lineNumber()).isEqualTo(2);
  }

  @Test
  void shouldSplitWhateverWayTheBytesArrive() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200_000); i > 0; i--) {
        text.append(
            random.nextInt(1 + round * 100) == 0 ? '\n' : (char) (' ' + random.nextInt(200)));
      }
      String terminated = text + "x\n";
      List<String> expected =
          List.of(terminated.substring(0, terminated.length() - 1).split("\n", -1));

      assertThat(lines(reader(trickling(terminated, random)))).isEqualTo(expected);
    }
  }

  private static InputStream trickling(String text, Random random) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, 1 + random.nextInt(length));
      }
    };
  }

  private static List<String> lines(String text) throws IOException {
    return lines(reader(new ByteArrayInputStream(text.getBytes(ISO_8859_1))));
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      lines.add(new String(line, ISO_8859_1));
    }
    assertThat(reader.lineNumber()).isEqualTo(lines.size());
    return lines;
  }

  private static LineReader reader(InputStream in) {
    return new LineReader(in, MAX_LINE_BYTES);
  }
}
