package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.OneLine;

/** Requests as messages. Reading refuses what it does not know. Thread-safe. */
public final class RequestCodec {

  private static final String TYPE = "org.topicboards.request.";
  private static final String REPLY_BOARD = "replyboard";
  private static final String JSON = "application/json";
  private static final int SHOWN_CHARACTERS = 60;
  private static final int MAX_BODY_BYTES = 64 << 10;

  private RequestCodec() {}

  /**
   * A request on its way.
   *
   * @param id of the message that it came with; the answer bears it
   * @param replyBoard where the answer goes
   */
  public record Posted(String id, BoardName replyBoard, Request request) {}

  /** The message to post to {@link RequestBoards#REQUESTS}; its id is new. */
  public static Message write(Request request, String source, BoardName replyBoard) {
    return Message.from(source)
        .type(TYPE + verb(request))
        .contentType(JSON)
        .extension(REPLY_BOARD, replyBoard.value())
        .body(JsonText.object(json -> write(request, json)))
        .build();
  }

  /** Where an answer can go, however malformed the request is; nothing if nowhere. */
  public static Optional<BoardName> replyBoard(Message message) {
    return Optional.ofNullable(message.extensions().get(REPLY_BOARD))
        .filter(BoardName::isValid)
        .map(BoardName::of)
        .filter(RequestBoards::isForAnswers);
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException if it is none that is known; one line
   */
  public static Posted read(Message message) {
    BoardName replyBoard =
        replyBoard(message)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "its "
                            + REPLY_BOARD
                            + " is no board for answers (_reply.… or _answers.…)"));
    if (!message.type().startsWith(TYPE)) {
      throw unknown(message);
    }
    if (message.body().length > MAX_BODY_BYTES) {
      throw new IllegalArgumentException("it has more than " + MAX_BODY_BYTES + " bytes");
    }
    JsonObject json = JsonObject.parse(message.body());
    Request request =
        switch (message.type().substring(TYPE.length())) {
          case "history" -> HistoryFields.read(json);
          case "boards" -> new Request.ListBoards();
          case "subscriptions" -> new Request.ListSubscriptions();
          case "create" -> new Request.CreateBoard(board(json), description(json), retention(json));
          case "update" -> new Request.UpdateBoard(board(json), description(json), retention(json));
          case "delete" -> new Request.DeleteBoard(board(json));
          case "acknowledge" ->
              new Request.Acknowledge(
                  HistoryFields.subscriber(json), HistoryCursor.parse(json.text("cursor")));
          case "forget" -> new Request.Forget(HistoryFields.subscriber(json));
          default -> throw unknown(message);
        };
    json.checkAllTaken();
    return new Posted(message.id(), replyBoard, request);
  }

  private static IllegalArgumentException unknown(Message message) {
    return new IllegalArgumentException(
        "'" + OneLine.of(message.type(), SHOWN_CHARACTERS) + "' is no request that is known here");
  }

  private static String verb(Request request) {
    if (request instanceof Request.History) {
      return "history";
    }
    if (request instanceof Request.ListBoards) {
      return "boards";
    }
    if (request instanceof Request.ListSubscriptions) {
      return "subscriptions";
    }
    if (request instanceof Request.CreateBoard) {
      return "create";
    }
    if (request instanceof Request.Acknowledge) {
      return "acknowledge";
    }
    if (request instanceof Request.Forget) {
      return "forget";
    }
    return request instanceof Request.UpdateBoard ? "update" : "delete";
  }

  private static void write(Request request, JsonGenerator json) throws IOException {
    if (request instanceof Request.History history) {
      HistoryFields.write(history, json);
    } else if (request instanceof Request.CreateBoard create) {
      writeBoard(create.board(), create.description(), create.retention(), json);
    } else if (request instanceof Request.UpdateBoard update) {
      writeBoard(update.board(), update.description(), update.retention(), json);
    } else if (request instanceof Request.DeleteBoard delete) {
      writeBoard(delete.board(), null, null, json);
    } else if (request instanceof Request.Acknowledge acknowledge) {
      json.writeStringField("subscriber", acknowledge.subscriber().value());
      json.writeStringField("cursor", acknowledge.cursor().toString());
    } else if (request instanceof Request.Forget forget) {
      json.writeStringField("subscriber", forget.subscriber().value());
    }
  }

  private static void writeBoard(
      BoardName board, @Nullable String description, @Nullable String retention, JsonGenerator json)
      throws IOException {
    json.writeStringField("board", board.value());
    if (description != null) {
      json.writeStringField("description", description);
    }
    if (retention != null) {
      json.writeStringField("retention", retention);
    }
  }

  private static BoardName board(JsonObject json) {
    BoardName board = BoardName.of(json.text("board"));
    if (board.isReserved()) {
      throw new IllegalArgumentException("board '" + board + "' is reserved for the system");
    }
    return board;
  }

  private static @Nullable String description(JsonObject json) {
    return json.textOrNull("description");
  }

  private static @Nullable String retention(JsonObject json) {
    return json.textOrNull("retention");
  }
}
