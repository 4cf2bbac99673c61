package org.topicboards.command;

import java.io.IOException;
import org.topicboards.broker.BrokerUri;

/** A command that talks to one broker: what its subcommands take from it. */
public interface BrokerCommand {

  /** Where it was started from. */
  Shell shell();

  /**
   * The broker that its options name.
   *
   * @throws IOException as {@link BrokerOption#uri} does
   */
  BrokerUri brokerUri() throws IOException;
}
