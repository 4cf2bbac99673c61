package org.topicboards.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.command.LineReader;
import org.topicboards.message.BoardName;
import org.topicboards.requests.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code publisher delete}. */
@Command(
    name = "delete",
    header = "Deletes a board from the archive, with all of its messages.",
    customSynopsis = "publisher delete BOARD [--yes] [--broker URI]")
final class DeleteCommand extends BoardRequestCommand {

  private static final int MAX_ANSWER_BYTES = 1_000;

  @Option(names = "--yes", fallbackValue = "true", description = "Do not ask whether to do it.")
  private boolean isSure;

  @Override
  Request request(BoardName name, PublisherCommand command) throws IOException {
    if (!isSure) {
      if (command.shell().isAtTerminal()) {
        command.say("delete board " + name + " with all of its messages? (yes or no)");
      }
      byte[] answer = new LineReader(command.shell().in(), MAX_ANSWER_BYTES).next();
      if (answer == null || !new String(answer, UTF_8).strip().equals("yes")) {
        throw new CommandException(
            ExitCode.FAILED, "board " + name + " was not deleted (say yes, or --yes)");
      }
    }
    return new Request.DeleteBoard(name);
  }

  @Override
  String done(BoardName name) {
    return "deleted board " + name;
  }
}
