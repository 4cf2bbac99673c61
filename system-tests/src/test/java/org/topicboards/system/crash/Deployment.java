package org.topicboards.system.crash;

import java.nio.file.Path;
import java.util.List;

/** A broker and a board service, as the drill sets them up. */
interface Deployment extends AutoCloseable {

  /** The broker that publishers and subscribers use. */
  Target target();

  /** The processes that can be killed. */
  List<Victim> victims();

  /** The service's archive. */
  Archive archive();

  /** Ends the service in order. */
  void stopService() throws InterruptedException;

  /** Ends everything that still runs. */
  @Override
  void close();

  /** Ways to set it up. */
  enum Kind {
    /** A private RabbitMQ node and a service beside it: each is killed for itself. */
    RABBITMQ {
      @Override
      Deployment start(Program.Home home, Path folder) throws InterruptedException {
        return new RabbitMqDeployment(home, folder);
      }
    },
    /** A service with its embedded broker: both die together. */
    EMBEDDED {
      @Override
      Deployment start(Program.Home home, Path folder) throws InterruptedException {
        return new EmbeddedDeployment(home, folder);
      }
    };

    /** Returns when the service archives messages. */
    abstract Deployment start(Program.Home home, Path folder) throws InterruptedException;
  }
}
