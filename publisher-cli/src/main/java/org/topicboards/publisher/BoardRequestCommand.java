package org.topicboards.publisher;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Timeout;
import org.topicboards.message.BoardName;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A subcommand that has a board service do something with a board. */
abstract class BoardRequestCommand implements Callable<Integer> {

  @ParentCommand private @Nullable PublisherCommand publisher;

  @Parameters(paramLabel = "BOARD", description = "The name of the board.")
  private String board = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for a board service to answer (default: 30s).")
  private String timeout = "30s";

  /**
   * What to ask for.
   *
   * @throws IllegalArgumentException if the options say nothing that could be done
   */
  abstract Request request(BoardName name, PublisherCommand command) throws IOException;

  /** What was done, for people. */
  abstract String done(BoardName name);

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (publisher == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    BoardName name = MessageOptions.postable(BoardName.of(board));
    Request request = request(name, publisher);
    try (Broker broker = publisher.connect();
        RequestClient requests =
            RequestClient.open(broker, PublisherCommand.NAME, Timeout.parse(timeout))) {
      requests.carryOut(request);
    } catch (RequestRefusedException e) {
      throw e.ofCommand();
    }
    publisher.say(done(name));
    return ExitCode.DONE;
  }
}
