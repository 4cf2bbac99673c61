package org.topicboards.publisher;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.LineReader;
import org.topicboards.command.json.CloudEvent;
import org.topicboards.command.json.CloudEventReader;
import org.topicboards.message.BoardName;

/** Each line as one CloudEvent; empty lines are passed over. */
final class JsonInput implements Input {

  /** A body of 16 MiB of which JSON writes each byte as six characters, and its headers. */
  private static final int MAX_LINE_BYTES = 100 << 20;

  private final InputStream in;
  private final LineReader lines;
  private final CloudEventReader reader = new CloudEventReader();
  private final @Nullable BoardName board;

  /**
   * Events from {@code in}.
   *
   * @param board where to post all of them, or null for the board that each one names
   */
  JsonInput(InputStream in, @Nullable BoardName board) {
    this.in = in;
    this.lines = new LineReader(in, MAX_LINE_BYTES);
    this.board = board;
  }

  @Override
  public @Nullable Posting next() throws IOException {
    byte[] line = lines.next();
    while (line != null && isBlank(line)) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    CloudEvent event = reader.read(line);
    return new Posting(line(), board != null ? board : boardOf(event), event.message());
  }

  @Override
  public long line() {
    return lines.lineNumber();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static BoardName boardOf(CloudEvent event) {
    BoardName named = event.board();
    if (named == null) {
      throw new IllegalArgumentException("it names no board (name one for all with --board)");
    }
    return MessageOptions.postable(named);
  }

  private static boolean isBlank(byte[] line) {
    return line.length == 0 || (line.length == 1 && line[0] == '\r');
  }
}
