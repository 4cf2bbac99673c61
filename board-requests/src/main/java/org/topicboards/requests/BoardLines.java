package org.topicboards.requests;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/** Boards as lines of JSON. Thread-safe. */
public final class BoardLines {

  private BoardLines() {}

  /** One line, without its end. */
  public static String write(BoardSummary board) {
    byte[] json =
        JsonText.object(
            line -> {
              line.writeStringField("board", board.board().value());
              if (board.isSetAside()) {
                line.writeBooleanField("setaside", true);
              }
              if (board.description() != null) {
                line.writeStringField("description", board.description());
              }
              line.writeStringField("retention", board.retention());
              line.writeNumberField("messages", board.messages());
              line.writeNumberField("bytes", board.bytes());
              line.writeNumberField("highestsequence", board.highestSequence());
              if (board.firstArchived() != null) {
                line.writeStringField("firstarchived", board.firstArchived().toString());
              }
              if (board.lastArchived() != null) {
                line.writeStringField("lastarchived", board.lastArchived().toString());
              }
            });
    return new String(json, StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote; members that are not known are passed over.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public static BoardSummary read(byte[] line) {
    JsonObject json = JsonObject.parse(line);
    return new BoardSummary(
        BoardName.of(json.text("board")),
        json.flag("setaside"),
        json.textOrNull("description"),
        json.text("retention"),
        json.number("messages"),
        json.number("bytes"),
        json.number("highestsequence"),
        time(json, "firstarchived"),
        time(json, "lastarchived"));
  }

  private static @Nullable Instant time(JsonObject json, String name) {
    return json.has(name) ? json.time(name) : null;
  }
}
