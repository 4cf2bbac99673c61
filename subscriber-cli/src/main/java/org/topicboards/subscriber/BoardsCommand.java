package org.topicboards.subscriber;

import java.util.List;
import org.topicboards.requests.BoardLines;
import org.topicboards.requests.BoardSummary;
import org.topicboards.requests.RequestClient;
import org.topicboards.units.ByteSizes;
import picocli.CommandLine.Command;

/** The command {@code subscriber boards}. */
@Command(
    name = "boards",
    header = "Lists the boards of the archive, and those for which messages are set aside.",
    customSynopsis = "subscriber boards [--json] [--timeout DURATION] [--broker URI]")
final class BoardsCommand extends ListingCommand<BoardSummary> {

  @Override
  List<BoardSummary> ask(RequestClient requests) throws InterruptedException {
    return requests.boards();
  }

  @Override
  String json(BoardSummary board) {
    return BoardLines.write(board);
  }

  @Override
  List<String> head() {
    return List.of("BOARD", "MESSAGES", "FIRST", "LAST", "BYTES", "RETENTION", "DESCRIPTION");
  }

  @Override
  List<String> row(BoardSummary board) {
    return List.of(
        board.board().value(),
        Long.toString(board.messages()),
        time(board.firstArchived()),
        time(board.lastArchived()),
        ByteSizes.format(board.bytes()),
        board.isSetAside() ? "not created" : board.retention(),
        board.description() == null ? "" : board.description());
  }
}
