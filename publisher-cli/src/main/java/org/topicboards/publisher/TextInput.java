package org.topicboards.publisher;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/** The text of the command line as one message. */
final class TextInput implements Input {

  private final String text;
  private final BoardName board;
  private final MessageTemplate template;
  private boolean read;

  TextInput(String text, BoardName board, MessageTemplate template) {
    this.text = text;
    this.board = board;
    this.template = template;
  }

  @Override
  public @Nullable Posting next() {
    if (read) {
      return null;
    }
    read = true;
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Posting(Posting.NO_LINE, board, template.message(body));
  }
}
