package org.topicboards.command;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code --broker} option of a command that talks to one broker. */
public final class BrokerOption {

  /** What board-service may find in {@code BOARD_BROKER}. */
  private static final Pattern SEVERAL = Pattern.compile("://.*\\s\\S*://", Pattern.DOTALL);

  /** What board-service takes, whatever the name. */
  private static final Pattern NAMED = Pattern.compile("[^:/]*=[^:/=]*://.*", Pattern.DOTALL);

  @Option(
      names = "--broker",
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description =
          "The broker, such as amqp://user:password@host (default: the embedded broker of the board"
              + " service on this machine).")
  private @Nullable String broker;

  @Mixin private final DataOption data;

  /** The option of a command that was started from {@code shell}. */
  public BrokerOption(Shell shell) {
    this.data = new DataOption(shell);
  }

  /**
   * The broker given by {@code --broker} or {@code BOARD_BROKER}, else the embedded one of the
   * board service that runs on the data folder.
   *
   * @throws org.topicboards.broker.BadConfigurationException if the URI cannot be read, or is a
   *     list of them
   * @throws org.topicboards.broker.BrokerUnavailableException if none is given and no board service
   *     runs
   */
  public BrokerUri uri() throws IOException {
    if (broker == null) {
      return LocalService.find(data.folder());
    }
    if (SEVERAL.matcher(broker).find()) {
      throw new BadConfigurationException(
          "this command takes one broker, not a list with spaces (name it with --broker)");
    }
    if (NAMED.matcher(broker).matches()) {
      throw new BadConfigurationException(
          "this command takes the URI of a broker alone, without NAME= before it (only board-service"
              + " and compare call brokers by names)");
    }
    return BrokerUri.parse(broker);
  }
}
