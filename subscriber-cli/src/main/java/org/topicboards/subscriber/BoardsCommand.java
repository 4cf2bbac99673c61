package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Shell;
import org.topicboards.command.Timeout;
import org.topicboards.requests.BoardLines;
import org.topicboards.requests.BoardSummary;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import org.topicboards.units.ByteSizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The command {@code subscriber boards}. */
@Command(
    name = "boards",
    header = "Lists the boards of the archive.",
    customSynopsis = "subscriber boards [--json] [--timeout DURATION] [--broker URI]")
final class BoardsCommand implements Callable<Integer> {

  private static final String HEAD =
      "BOARD\tMESSAGES\tFIRST\tLAST\tBYTES\tRETENTION\tDESCRIPTION\n";
  private static final String NONE = "-";

  @ParentCommand private @Nullable SubscriberCommand subscriber;

  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Show each board as a JSON object on a line.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for a board service to answer (default: 30s).")
  private String timeout = "30s";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (subscriber == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    Duration patience = Timeout.parse(timeout);
    List<BoardSummary> boards;
    try (Broker broker = subscriber.connect();
        RequestClient requests = RequestClient.open(broker, SubscriberCommand.NAME, patience)) {
      boards = requests.boards();
    } catch (RequestRefusedException e) {
      throw e.ofCommand();
    }
    write(json ? lines(boards) : table(boards), subscriber.shell());
    return ExitCode.DONE;
  }

  private static String lines(List<BoardSummary> boards) {
    StringBuilder lines = new StringBuilder();
    boards.forEach(board -> lines.append(BoardLines.write(board)).append('\n'));
    return lines.toString();
  }

  /** Columns with tabs between them, for people and for {@code cut}. */
  private static String table(List<BoardSummary> boards) {
    StringBuilder table = new StringBuilder(HEAD);
    for (BoardSummary board : boards) {
      table.append(
          String.join(
              "\t",
              board.board().value(),
              Long.toString(board.messages()),
              time(board.firstArchived()),
              time(board.lastArchived()),
              ByteSizes.format(board.bytes()),
              board.retention(),
              board.description() == null ? "" : board.description()));
      table.append('\n');
    }
    return table.toString();
  }

  private static String time(@Nullable Instant time) {
    return time == null ? NONE : time.toString();
  }

  private static void write(String text, Shell shell) throws IOException {
    try {
      shell.out().write(text.getBytes(UTF_8));
      shell.out().flush();
    } catch (IOException e) {
      if (!Shell.isReaderGone(e)) {
        throw new IOException("standard output cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
