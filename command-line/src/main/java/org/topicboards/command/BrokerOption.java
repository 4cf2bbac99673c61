package org.topicboards.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code --broker} option of a command that talks to one broker. */
public final class BrokerOption {

  @Option(
      names = "--broker",
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description =
          "The broker, such as amqp://user:password@host (default: that of the board service on"
              + " this machine).")
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
   * @throws org.topicboards.broker.BadConfigurationException if the URI cannot be read
   * @throws org.topicboards.broker.BrokerUnavailableException if none is given and no board service
   *     runs
   */
  public BrokerUri uri() throws IOException {
    return broker != null ? BrokerUri.parse(broker) : LocalService.find(data.folder());
  }
}
