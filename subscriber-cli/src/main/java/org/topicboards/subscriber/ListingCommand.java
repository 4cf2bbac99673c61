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
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A subcommand that asks the board service for a list of something, and shows it. */
@Command
abstract class ListingCommand<T> implements Callable<Integer> {

  private static final String NONE = "-";

  @ParentCommand private @Nullable SubscriberCommand subscriber;

  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Show each as a JSON object on a line.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for a board service to answer (default: 30s).")
  private String timeout = "30s";

  /** Asks the service. */
  abstract List<T> ask(RequestClient requests) throws InterruptedException;

  /** One of them as JSON, without a line end. */
  abstract String json(T element);

  /** The heads of the columns. */
  abstract List<String> head();

  /** One of them, column by column. */
  abstract List<String> row(T element);

  /** What is to be said of them on standard error, a line each. */
  List<String> warnings(List<T> elements) {
    return List.of();
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    if (subscriber == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    Duration patience = Timeout.parse(timeout);
    List<T> elements;
    try (Broker broker = subscriber.connect();
        RequestClient requests = RequestClient.open(broker, SubscriberCommand.NAME, patience)) {
      elements = ask(requests);
    } catch (RequestRefusedException e) {
      throw e.ofCommand();
    }
    write(json ? lines(elements) : table(elements), subscriber.shell());
    warnings(elements).forEach(subscriber.notices()::note);
    return ExitCode.DONE;
  }

  /** A time, or that there is none. */
  static String time(@Nullable Instant time) {
    return time == null ? NONE : time.toString();
  }

  private String lines(List<T> elements) {
    StringBuilder lines = new StringBuilder();
    elements.forEach(element -> lines.append(json(element)).append('\n'));
    return lines.toString();
  }

  /** Columns with tabs between them, for people and for {@code cut}. */
  private String table(List<T> elements) {
    StringBuilder table = new StringBuilder(String.join("\t", head())).append('\n');
    elements.forEach(element -> table.append(String.join("\t", row(element))).append('\n'));
    return table.toString();
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
