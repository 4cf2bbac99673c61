package org.topicboards.publisher;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.units.ByteSizes;

/** A file or stdin as one message. */
final class WholeInput implements Input {

  private static final int MAX_BODY_BYTES = (int) PublishBounds.LARGEST_MAX_BODY_BYTES;

  private final InputStream in;
  private final BoardName board;
  private final MessageTemplate template;
  private boolean read;

  WholeInput(InputStream in, BoardName board, MessageTemplate template) {
    this.in = in;
    this.board = board;
    this.template = template;
  }

  @Override
  public @Nullable Posting next() throws IOException {
    if (read) {
      return null;
    }
    read = true;
    byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "the input is longer than "
              + ByteSizes.format(MAX_BODY_BYTES)
              + ", the most that one message may have (--lines posts each line as a message)");
    }
    return new Posting(Posting.NO_LINE, board, template.message(body));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
