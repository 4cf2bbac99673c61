package org.topicboards.broker.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private node of the installed RabbitMQ. It shares nothing with the machine's own: node name,
 * ports, port mapper, cookie, configuration, data and log are its own, in a temporary folder.
 */
final class InstalledRabbitMqNode implements RabbitMqNode, BrokerProcess {

  private static final String SCRIPT_NAME = "rabbitmq-server";

  /**
   * Debian's and Red Hat's script proper: theirs on the PATH is a wrapper that insists on a user.
   */
  private static final Path PACKAGED_SCRIPT = Path.of("/usr/lib/rabbitmq/bin", SCRIPT_NAME);

  private final Path script;
  private final Path folder;
  private final int port = FreePorts.next();
  private final int distributionPort = FreePorts.next();
  private final int portMapperPort = FreePorts.next();
  private @Nullable ChildProcess portMapper;
  private @Nullable ChildProcess node;

  private InstalledRabbitMqNode(Path script, Path folder) {
    this.script = script;
    this.folder = folder;
  }

  /** Where the installed server can be started by any user, if it is installed. */
  static Optional<Path> serverScript() {
    List<Path> candidates = new ArrayList<>();
    candidates.add(PACKAGED_SCRIPT);
    String path = System.getenv("PATH");
    for (String entry : path == null ? new String[0] : path.split(File.pathSeparator)) {
      candidates.add(Path.of(entry, SCRIPT_NAME));
    }
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }

  static InstalledRabbitMqNode start(Path script) {
    try {
      Path folder = Files.createTempDirectory("boards-rabbitmq-");
      InstalledRabbitMqNode node = new InstalledRabbitMqNode(script, folder);
      try {
        node.writeConfiguration();
        node.start();
        return node;
      } catch (RuntimeException | IOException e) {
        node.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a private RabbitMQ node could not be prepared", e);
    }
  }

  private void writeConfiguration() throws IOException {
    Files.writeString(folder.resolve("rabbitmq.conf"), "listeners.tcp.local = 127.0.0.1:" + port);
    Files.writeString(folder.resolve("rabbitmq-env.conf"), "");
    Files.writeString(folder.resolve("enabled_plugins"), "[].");
  }

  @Override
  public void start() {
    if (portMapper == null) {
      portMapper =
          ChildProcess.start(
              List.of(
                  "/bin/sh",
                  "-c",
                  // Ends with this JVM: read returns when the JVM's end of the pipe is closed.
                  "epmd -port " + portMapperPort + " -address 127.0.0.1 & read end; kill $!; wait"),
              environment(),
              folder.resolve("epmd.out"));
    }
    node =
        ChildProcess.start(List.of(script.toString()), environment(), folder.resolve("node.out"));
    node.awaitReady(() -> AmqpGreeting.comesFrom(port));
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", folder.toString()), // for the Erlang cookie
        Map.entry("ERL_EPMD_PORT", Integer.toString(portMapperPort)),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("ERL_FLAGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        Map.entry("RABBITMQ_NODENAME", "boards-test-" + port + "@localhost"),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
        // Makes the script become the node instead of its parent, so that a signal reaches the
        // node; and leaves the node a standard input, whose end, when this JVM dies, ends the node.
        Map.entry("RABBITMQ_ALLOW_INPUT", "1"));
  }

  @Override
  public String description() {
    return "a private node of " + script + " on port " + port;
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
    if (node != null) {
      node.stop();
    }
  }

  @Override
  public void kill() {
    if (node != null) {
      node.kill();
    }
  }

  @Override
  public void control(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(script.resolveSibling("rabbitmqctl").toString());
    command.addAll(List.of(arguments));
    ChildProcess.start(command, environment(), folder.resolve("control.out")).awaitSuccess();
  }

  @Override
  public void close() {
    if (Files.notExists(folder)) {
      return; // closed before
    }
    stop();
    if (portMapper != null) {
      portMapper.endInput();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " could not be deleted", e);
    }
  }
}
