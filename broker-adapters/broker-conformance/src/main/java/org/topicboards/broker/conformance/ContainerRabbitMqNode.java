package org.topicboards.broker.conformance;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container of its own, on a fixed port so that it can be killed and come back. */
final class ContainerRabbitMqNode implements RabbitMqNode, BrokerProcess {

  private static final DockerImageName IMAGE = DockerImageName.parse("rabbitmq:4-management");
  private static final int AMQP_PORT = 5672;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final GenericContainer<?> container = new GenericContainer<>(IMAGE);
  private final int port = FreePorts.next();

  private ContainerRabbitMqNode() {}

  static Optional<RabbitMqNode> startIfDockerAnswers() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    ContainerRabbitMqNode node = new ContainerRabbitMqNode();
    node.container.withExposedPorts(AMQP_PORT);
    node.container.setPortBindings(List.of("127.0.0.1:" + node.port + ":" + AMQP_PORT));
    node.container.start();
    node.awaitAnswer();
    return Optional.of(node);
  }

  @Override
  public String description() {
    return "a container of " + IMAGE + " on port " + port;
  }

  @Override
  public String uri() {
    return "amqp://guest:guest@127.0.0.1:" + port;
  }

  @Override
  public Optional<BrokerProcess> process() {
    return Optional.of(this);
  }

  @Override
  public void stop() {
    if (container.isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void kill() {
    if (container.isRunning()) {
      docker().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
      Awaitility.await().atMost(TIMEOUT).until(() -> !container.isRunning());
    }
  }

  @Override
  public void start() {
    docker().startContainerCmd(container.getContainerId()).exec();
    awaitAnswer();
  }

  @Override
  public void control(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("rabbitmqctl"), Stream.of(arguments)).toArray(String[]::new);
    try {
      Container.ExecResult result =
          container.execInContainer(ExecConfig.builder().user("rabbitmq").command(command).build());
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " failed; it said:\n" + result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("rabbitmqctl cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    container.stop();
  }

  private void awaitAnswer() {
    Awaitility.await().atMost(TIMEOUT).until(() -> AmqpGreeting.comesFrom(port));
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
