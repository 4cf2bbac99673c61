package org.topicboards.publisher;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.command.LineReader;
import org.topicboards.message.BoardName;

/** Each line as one message. */
final class LineInput implements Input {

  private final InputStream in;
  private final LineReader lines;
  private final BoardName board;
  private final MessageTemplate template;

  LineInput(InputStream in, BoardName board, MessageTemplate template) {
    this.in = in;
    this.lines = new LineReader(in, (int) PublishBounds.LARGEST_MAX_BODY_BYTES);
    this.board = board;
    this.template = template;
  }

  @Override
  public @Nullable Posting next() throws IOException {
    byte[] line = lines.next();
    return line == null ? null : new Posting(line(), board, template.message(line));
  }

  @Override
  public long line() {
    return lines.lineNumber();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
