package org.topicboards.comparison.transport;

import java.util.Optional;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.HostAndPort;
import org.topicboards.comparison.machine.ListeningProcess;

/** A broker that somebody else runs, perhaps on this machine. */
final class ForeignServer implements Server {

  private static final int AMQP_PORT = 5672;
  private static final int KAFKA_PORT = 9092;

  private final BrokerUri uri;

  ForeignServer(BrokerUri uri) {
    this.uri = uri;
  }

  @Override
  public Optional<ProcessHandle> process() {
    HostAndPort host = uri.hosts().get(0);
    return switch (uri.scheme()) {
      case "amqp" -> ListeningProcess.find(host.host(), host.portOr(AMQP_PORT));
      case "kafka" -> ListeningProcess.find(host.host(), host.portOr(KAFKA_PORT));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean isRestartable() {
    return false;
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException(uri + " is not ours to kill");
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException(uri + " is not ours to start");
  }
}
