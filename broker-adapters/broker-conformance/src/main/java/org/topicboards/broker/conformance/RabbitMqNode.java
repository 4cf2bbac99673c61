package org.topicboards.broker.conformance;

import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real RabbitMQ for tests, wherever one can be had:
 *
 * <ol>
 *   <li>the one that the environment variable {@value #ENVIRONMENT_VARIABLE} names by an AMQP URI,
 *   <li>a private node of an installed {@code rabbitmq-server}, with a name, ports and a folder of
 *       its own; it ends with {@link #close} or with this JVM, however that ends,
 *   <li>a container, where a Docker engine answers.
 * </ol>
 *
 * The log says which it was.
 */
public interface RabbitMqNode extends AutoCloseable {

  /**
   * Names the RabbitMQ to use, for example {@code amqp://guest:guest@127.0.0.1:5672}; or says
   * {@value #CONTAINER}, for a container even where a {@code rabbitmq-server} is installed.
   */
  String ENVIRONMENT_VARIABLE = "BOARD_TEST_RABBITMQ";

  /** What the environment variable may say. */
  String CONTAINER = "container";

  /** The first of the three, ready to be used; empty where there is none. */
  static Optional<RabbitMqNode> find() {
    String named = System.getenv(ENVIRONMENT_VARIABLE);
    Optional<RabbitMqNode> node =
        named == null || named.isBlank() || named.equals(CONTAINER)
            ? startPrivate()
            : Optional.of(new NamedRabbitMqNode(named.strip()));
    Logger log = LoggerFactory.getLogger(RabbitMqNode.class);
    node.ifPresentOrElse(
        found -> log.info("RabbitMQ for tests: {}", found.description()),
        () -> log.info("RabbitMQ for tests: none"));
    return node;
  }

  /**
   * The same for a test class that is pointless without a RabbitMQ.
   *
   * @throws TestAbortedException if there is none, so that the class is reported as skipped, with
   *     the reason
   */
  static RabbitMqNode findOrSkip() {
    return find()
        .orElseThrow(
            () ->
                new TestAbortedException(
                    "no RabbitMQ: "
                        + ENVIRONMENT_VARIABLE
                        + " is not set, no rabbitmq-server is installed, no Docker engine answers"));
  }

  /** A node that the caller may stop and kill: the second or third of the three. */
  static Optional<RabbitMqNode> startPrivate() {
    Optional<Path> script = InstalledRabbitMqNode.serverScript();
    return script.isPresent() && !CONTAINER.equals(System.getenv(ENVIRONMENT_VARIABLE))
        ? Optional.of(InstalledRabbitMqNode.start(script.get()))
        : startContainer();
  }

  /** A node in a container, which the caller may stop and kill; empty where no engine answers. */
  static Optional<RabbitMqNode> startContainer() {
    return ContainerRabbitMqNode.startIfDockerAnswers();
  }

  /** Which RabbitMQ this is and who started it, without credentials. */
  String description();

  /** An AMQP URI without parameters, with the user and password to connect with. */
  String uri();

  /** What can be stopped and killed; empty for a RabbitMQ that the tests did not start. */
  Optional<BrokerProcess> process();

  /**
   * Runs {@code rabbitmqctl} on the node; only for one that the tests started.
   *
   * @throws IllegalStateException if the command fails, with its output
   * @throws UnsupportedOperationException if somebody else runs the node
   */
  void control(String... arguments);

  /** Ends it, and deletes its data, if the tests started it. Idempotent. */
  @Override
  void close();
}
