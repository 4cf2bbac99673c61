package org.topicboards.service.requests;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.requests.Answer;
import org.topicboards.requests.BoardLines;
import org.topicboards.requests.BoardSummary;
import org.topicboards.requests.Request;
import org.topicboards.service.store.BoardInfo;
import org.topicboards.service.store.BoardSettings;
import org.topicboards.service.store.Boards;
import org.topicboards.service.store.Retention;

/** Answers what is asked of boards, each in one step. Thread-safe. */
final class BoardAnswers {

  private final Boards boards;

  BoardAnswers(Boards boards) {
    this.boards = boards;
  }

  /** Sends all boards, and then what is set aside for others. */
  void list(Reply reply) {
    LineChunks lines = new LineChunks(reply);
    boards.list().forEach(board -> lines.add(line(board, false)));
    boards.setAside().forEach(board -> lines.add(line(board, true)));
    lines.end();
  }

  void create(Request.CreateBoard request, Reply reply) throws RefusedException {
    BoardSettings settings =
        settings(BoardSettings.DEFAULTS, request.description(), request.retention());
    if (!boards.create(request.board(), settings)) {
      throw new RefusedException(
          Answer.Reason.BOARD_EXISTS, "board '" + request.board() + "' is there already");
    }
    reply.send(Answer.End.COMPLETE);
  }

  void update(Request.UpdateBoard request, Reply reply) throws RefusedException {
    Optional<BoardInfo> known = boards.find(request.board());
    if (known.isEmpty()
        || !boards.update(
            request.board(),
            settings(known.get().settings(), request.description(), request.retention()))) {
      throw noSuchBoard(request.board());
    }
    reply.send(Answer.End.COMPLETE);
  }

  void delete(Request.DeleteBoard request, Reply reply) throws RefusedException {
    if (!boards.delete(request.board())) {
      throw noSuchBoard(request.board());
    }
    reply.send(Answer.End.COMPLETE);
  }

  private static BoardSettings settings(
      BoardSettings before, @Nullable String description, @Nullable String retention)
      throws RefusedException {
    try {
      return new BoardSettings(
          description == null ? before.description() : description,
          retention == null ? before.retention() : Retention.parse(retention));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Answer.Reason.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException noSuchBoard(BoardName board) {
    return new RefusedException(
        Answer.Reason.NO_SUCH_BOARD, "no such board in the archive: " + board);
  }

  private static String line(BoardInfo board, boolean isSetAside) {
    return BoardLines.write(
        new BoardSummary(
            board.name(),
            isSetAside,
            board.settings().description(),
            board.settings().retention().toString(),
            board.messages(),
            board.bytes(),
            board.highestSequence(),
            board.firstArchived(),
            board.lastArchived()));
  }
}
