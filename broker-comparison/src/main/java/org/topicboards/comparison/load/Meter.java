package org.topicboards.comparison.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.machine.Usage;
import org.topicboards.comparison.transport.Server;

/** Reads what this process and the broker's have used, before and after. Not thread-safe. */
final class Meter {

  private final ProcessHandle client = ProcessHandle.current();
  private final Optional<ProcessHandle> broker;
  private Usage clientBefore;
  private @Nullable Usage brokerBefore;

  Meter(Server server) {
    this.broker = server.process();
    this.clientBefore = Usage.of(client);
  }

  void begin() {
    clientBefore = Usage.of(client);
    brokerBefore = broker.map(Usage::of).orElse(null);
  }

  Consumption end() {
    return new Consumption(
        clientBefore, Usage.of(client), brokerBefore, broker.map(Usage::of).orElse(null));
  }
}
