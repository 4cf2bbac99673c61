package org.topicboards.system.crash;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.RabbitMqNode;

/** A private RabbitMQ node and a board service, each killed for itself. */
final class RabbitMqDeployment implements Deployment {

  private final RabbitMqNode node;
  private final Target target;
  private final MeteredLink serviceLink;
  private final ServiceProcess service;

  RabbitMqDeployment(Program.Home home, Path folder) throws InterruptedException {
    node =
        RabbitMqNode.startPrivate()
            .orElseThrow(() -> new DrillException("no RabbitMQ is installed, and no Docker runs"));
    target = new Target(URI.create(node.uri()));
    serviceLink = target.newLink();
    service = new ServiceProcess(home, folder, Map.of("BOARD_BROKER", target.uri(serviceLink)));
    Patience.await("the service is ready", Duration.ofMillis(50), service::isReady);
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public List<Victim> victims() {
    return List.of(new ServiceVictim(), new NodeVictim(node.process().orElseThrow()));
  }

  @Override
  public Archive archive() {
    return Archive.inFile(service.data().resolve("archive.db"));
  }

  @Override
  public void stopService() throws InterruptedException {
    service.stop();
  }

  @Override
  public void close() {
    service.kill();
    serviceLink.close();
    node.close();
  }

  /** Either of the two. The service is at work again only once it is back on the broker. */
  private abstract class Part implements Victim {
    @Override
    public int unacknowledged() {
      return serviceLink.unacknowledged();
    }

    @Override
    public boolean isUp() {
      return service.isReady() && serviceLink.isAtWork();
    }
  }

  private final class ServiceVictim extends Part {
    @Override
    public String name() {
      return "board-service";
    }

    @Override
    public boolean isBroker() {
      return false;
    }

    @Override
    public void kill() {
      service.kill();
    }

    @Override
    public void start() {
      service.start();
    }
  }

  private final class NodeVictim extends Part {
    private final BrokerProcess process;

    NodeVictim(BrokerProcess process) {
      this.process = process;
    }

    @Override
    public String name() {
      return "RabbitMQ node";
    }

    @Override
    public boolean isBroker() {
      return true;
    }

    @Override
    public void kill() {
      process.kill();
    }

    @Override
    public void start() {
      process.start();
    }
  }
}
