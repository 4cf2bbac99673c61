package org.topicboards.comparison.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.EmbeddedBrokerProcess;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaException;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaProcess;
import org.topicboards.comparison.results.DurabilityClass;

/**
 * The brokers that need no installation: the embedded AMQP broker and a Kafka, each in a JVM of its
 * own on a temporary folder, and multicast on the loopback interface. Both brokers sync their disk
 * before they confirm, so that they can be compared. Not thread-safe.
 */
public final class EmbeddedBrokers implements AutoCloseable {

  private static final List<String> JVM_OPTIONS = List.of("-Xms512m", "-Xmx1g");
  private static final String FLUSH_INTERVAL = "log.flush.interval.messages";

  private final Path folder;
  private final EmbeddedBrokerProcess amqp;
  private final EmbeddedKafkaProcess kafka;

  private EmbeddedBrokers(Path folder, EmbeddedBrokerProcess amqp, EmbeddedKafkaProcess kafka) {
    this.folder = folder;
    this.amqp = amqp;
    this.kafka = kafka;
  }

  /**
   * Starts them; about four seconds.
   *
   * @param parent where the folder for their stores is made
   * @throws IOException if one did not start; nothing of them is left running
   */
  public static EmbeddedBrokers start(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "topic-boards-compare");
    CompletableFuture<EmbeddedBrokerProcess> amqp =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedBrokerProcess.start(
                    EmbeddedBrokerOptions.of(folder.resolve("amqp")), JVM_OPTIONS));
    EmbeddedKafkaProcess kafka = null;
    try {
      kafka =
          EmbeddedKafkaProcess.start(
              EmbeddedKafkaOptions.of(folder.resolve("kafka")).property(FLUSH_INTERVAL, "1"),
              JVM_OPTIONS);
      return new EmbeddedBrokers(folder, amqp.join(), kafka);
    } catch (CompletionException | EmbeddedKafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason = e instanceof CompletionException ? cause.getMessage() : e.getMessage();
      throw new IOException("the embedded brokers did not start: " + reason, e);
    } finally {
      if (kafka == null || amqp.isCompletedExceptionally()) {
        if (kafka != null) {
          kafka.close();
        }
        closeIfStarted(amqp.handle((started, failure) -> started).join());
        delete(folder);
      }
    }
  }

  private static void closeIfStarted(@Nullable EmbeddedBrokerProcess started) {
    if (started != null) {
      started.close();
    }
  }

  /** All three. */
  public List<Candidate> candidates() throws IOException {
    String store = folder + " on " + Files.getFileStore(folder).type();
    Map<String, String> settings =
        Map.of("store", store, "JVM options", String.join(" ", JVM_OPTIONS));
    return List.of(
        new Candidate(
            "amqp",
            amqp.uri(),
            "embedded AMQP broker (Qpid Broker-J)",
            DurabilityClass.FSYNC,
            "the embedded broker syncs its store before it confirms",
            settings,
            new AmqpServer(amqp)),
        new Candidate(
            "kafka",
            "kafka://" + kafka.bootstrapServers(),
            "embedded Apache Kafka " + AppInfoParser.getVersion() + " (KRaft, one node)",
            null,
            "",
            settings,
            new KafkaServer(kafka)),
        Candidate.parse("udp=udp://239.255.77.1:" + freeUdpPort() + "?interface=127.0.0.1"));
  }

  @Override
  public void close() throws IOException {
    amqp.close();
    kafka.close();
    delete(folder);
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }

  private record AmqpServer(EmbeddedBrokerProcess broker) implements Server {
    @Override
    public Optional<ProcessHandle> process() {
      return Optional.of(broker.process());
    }

    @Override
    public boolean isRestartable() {
      return true;
    }

    @Override
    public void kill() {
      broker.kill();
    }

    @Override
    public void restart() {
      broker.restart();
    }
  }

  private record KafkaServer(EmbeddedKafkaProcess broker) implements Server {
    @Override
    public Optional<ProcessHandle> process() {
      return Optional.of(broker.process());
    }

    @Override
    public boolean isRestartable() {
      return true;
    }

    @Override
    public void kill() {
      broker.kill();
    }

    @Override
    public void restart() {
      broker.restart();
    }
  }
}
