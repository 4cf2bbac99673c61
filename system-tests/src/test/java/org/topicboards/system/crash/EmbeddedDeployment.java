package org.topicboards.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.topicboards.broker.conformance.FreePorts;

/** A board service with its embedded broker. Both die together. */
final class EmbeddedDeployment implements Deployment {

  private final ServiceProcess service;
  private final Target target;

  EmbeddedDeployment(Program.Home home, Path folder) throws InterruptedException {
    int port = FreePorts.next();
    service =
        new ServiceProcess(home, folder, Map.of("BOARD_EMBEDDED_PORT", Integer.toString(port)));
    Path address = service.data().resolve("broker.uri");
    Patience.await(
        "the service is ready",
        Duration.ofMillis(50),
        () -> service.isReady() && Files.exists(address));
    try {
      target = new Target(URI.create(Files.readString(address).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(address + " cannot be read", e);
    }
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public List<Victim> victims() {
    return List.of(new ServiceVictim());
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
  }

  private final class ServiceVictim implements Victim {
    @Override
    public String name() {
      return "service + broker";
    }

    @Override
    public boolean isBroker() {
      return true;
    }

    /** The archive's own subscription does not leave the process: it is not counted. */
    @Override
    public int unacknowledged() {
      return 0;
    }

    @Override
    public void kill() {
      service.kill();
    }

    @Override
    public void start() {
      service.start();
    }

    @Override
    public boolean isUp() {
      return service.isReady();
    }
  }
}
