package org.topicboards.broker.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaProcessTest {

  @TempDir Path dataFolder;

  @Test
  void shouldKeepWhatItAcknowledgedWhenItIsKilledOrStopped() throws Exception {
    try (EmbeddedKafkaProcess kafka =
        EmbeddedKafkaProcess.start(EmbeddedKafkaOptions.of(dataFolder))) {
      KafkaClient client = KafkaClient.of(kafka.bootstrapServers());
      client.produce(0, 1_000);
      assertThatThrownBy(kafka::restart).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaOptions.of(dataFolder)))
          .isInstanceOf(EmbeddedKafkaException.class)
          .hasMessageContaining("in use by another broker");

      kafka.kill();
      assertThat(kafka.process().isAlive()).isFalse();
      kafka.restart();
      client.produce(1_000, 1_010);

      kafka.stop();
      assertThat(kafka.process().isAlive()).isFalse();
      kafka.restart();
      assertThat(client.consumeAll()).isEqualTo(KafkaClient.numbers(0, 1_010));
    }
  }

  @Test
  void shouldSayWhyItDidNotStart() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedKafkaOptions options =
          EmbeddedKafkaOptions.of(dataFolder).onPort(other.getLocalPort());

      assertThatThrownBy(() -> EmbeddedKafkaProcess.start(options))
          .isInstanceOf(EmbeddedKafkaException.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 cannot be used")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void shouldEndWithTheProcessThatStartedIt() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                dataFolder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String childId = parent.inputReader(StandardCharsets.UTF_8).readLine();
      Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(childId));
      assertThat(child).hasValueSatisfying(handle -> assertThat(handle.isAlive()).isTrue());

      parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !child.map(ProcessHandle::isAlive).orElse(false));
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Starts a broker, tells its process id, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws InterruptedException {
      EmbeddedKafkaProcess kafka =
          EmbeddedKafkaProcess.start(EmbeddedKafkaOptions.of(Path.of(args[0])));
      System.out.println(kafka.process().pid());
      Thread.currentThread().join();
    }
  }
}
