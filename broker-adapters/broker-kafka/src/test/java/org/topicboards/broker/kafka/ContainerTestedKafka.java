package org.topicboards.broker.kafka;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.kafka.ProxiedListener;

/** Apache's own image in a container, on fixed ports so that it can be killed and come back. */
final class ContainerTestedKafka implements TestedKafka, BrokerProcess {

  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final ProxiedLinks links = ProxiedLinks.reserve();
  private final int port = FreePorts.next();
  private final GenericContainer<?> container = new GenericContainer<>(IMAGE);

  private ContainerTestedKafka() {}

  /** Starts one; empty where no Docker engine answers. */
  static Optional<ContainerTestedKafka> startIfDockerAnswers() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    ContainerTestedKafka kafka = new ContainerTestedKafka();
    kafka.container.withEnv(kafka.environment());
    kafka.container.setPortBindings(kafka.portBindings());
    kafka.container.start();
    kafka.awaitAnswer();
    return Optional.of(kafka);
  }

  @Override
  public String description() {
    return "a container of " + IMAGE + " on port " + port;
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public ProxiedLinks links() {
    return links;
  }

  @Override
  public BrokerProcess process() {
    return this;
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
  public void close() {
    container.stop();
  }

  /** Inside the container every listener has the port that it is bound to outside. */
  private List<String> portBindings() {
    List<String> bindings = new ArrayList<>();
    bindings.add(binding(port));
    links.listeners().forEach(listener -> bindings.add(binding(listener.port())));
    return bindings;
  }

  private static String binding(int port) {
    return "127.0.0.1:" + port + ":" + port;
  }

  /** The image makes a property of each variable: {@code KAFKA_NODE_ID} is {@code node.id}. */
  private Map<String, String> environment() {
    StringBuilder listeners = new StringBuilder("CONTROLLER://localhost:19093,CLIENTS://:" + port);
    StringBuilder advertised = new StringBuilder("CLIENTS://127.0.0.1:" + port);
    StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,CLIENTS:PLAINTEXT");
    for (int i = 0; i < links.listeners().size(); i++) {
      ProxiedListener listener = links.listeners().get(i);
      listeners.append(",PROXY%d://:%d".formatted(i, listener.port()));
      advertised.append(",PROXY%d://127.0.0.1:%d".formatted(i, listener.advertisedPort()));
      protocols.append(",PROXY%d:PLAINTEXT".formatted(i));
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("KAFKA_NODE_ID", "1");
    environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
    environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
    environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:19093");
    environment.put("KAFKA_INTER_BROKER_LISTENER_NAME", "CLIENTS");
    environment.put("KAFKA_LISTENERS", listeners.toString());
    environment.put("KAFKA_ADVERTISED_LISTENERS", advertised.toString());
    environment.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", protocols.toString());
    environment.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
    environment.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
    environment.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
    environment.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
    return environment;
  }

  private void awaitAnswer() {
    Awaitility.await().atMost(TIMEOUT).until(this::answers);
  }

  private boolean answers() throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", bootstrapServers(),
                "request.timeout.ms", 2_000,
                "default.api.timeout.ms", 2_000))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
