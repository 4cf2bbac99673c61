package org.topicboards.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  private static final String WRONG_PASSWORD = "wrong-password";

  @TempDir Path dataFolder;

  @Test
  void shouldTakeAnyFreePortAndSayWhich() throws Exception {
    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      client.publish(1);

      assertThat(broker.port()).isPositive();
      assertThat(broker.uri())
          .isEqualTo(
              "amqp://topicboards:%s@127.0.0.1:%d".formatted(broker.password(), broker.port()));
      assertThat(client.drain()).containsExactly("0");
    }
  }

  @Test
  void shouldRefuseAWrongPasswordAndAnUnknownUser() {
    try (EmbeddedBroker broker = start()) {
      String right = "topicboards:" + broker.password();

      for (String wrong : List.of("topicboards:" + WRONG_PASSWORD, "guest:" + broker.password())) {
        assertThatThrownBy(() -> Amqp.connect(broker.uri().replace(right, wrong)))
            .isInstanceOf(PossibleAuthenticationFailureException.class);
      }
    }
  }

  @Test
  void shouldAcceptAnyPrintablePassword() throws Exception {
    StringBuilder printable = new StringBuilder("${user.home}$${x}");
    for (char c = ' '; c <= '~'; c++) {
      printable.append(c);
    }
    EmbeddedBrokerOptions options =
        EmbeddedBrokerOptions.of(dataFolder).as("some.user_1-x", printable.toString());

    try (EmbeddedBroker broker = EmbeddedBroker.start(options);
        Amqp client = Amqp.connect(broker.uri())) {
      client.publish(1);
      assertThat(client.drain()).hasSize(1);
    }
  }

  /** Qpid looks whether a message is well-formed when it moves messages from memory to disk. */
  @Test
  void shouldKeepAMessageWhateverTextItHasWhenMessagesLeaveMemory() throws Exception {
    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      for (int i = 0; i < 40; i++) {
        client.publish(Map.of(), new byte[1 << 20]);
      }
      client.publish(Map.of("from", "Zo\u00eb \ud83d\ude00"), "kept".getBytes(UTF_8));

      assertThat(client.drain()).hasSize(41).endsWith("kept");
    }
  }

  @Test
  void shouldListenOnTheLoopbackAddressOnly() throws Exception {
    try (EmbeddedBroker broker = start()) {
      List<InetAddress> others =
          Stream.concat(
                  NetworkInterface.networkInterfaces()
                      .flatMap(NetworkInterface::inetAddresses)
                      .filter(address -> !address.getHostAddress().equals("127.0.0.1")),
                  Stream.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2})))
              .toList();

      for (InetAddress other : others) {
        assertThatThrownBy(() -> connect(other, broker.port()))
            .as("connecting to %s", other)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void shouldKeepQueuesMessagesAndItsPasswordOverARestart() throws Exception {
    String firstPassword;
    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      firstPassword = broker.password();
      client.publish(100);
    }

    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      assertThat(broker.password()).isEqualTo(firstPassword);
      assertThat(client.drain()).isEqualTo(Amqp.bodies(100));
    }
  }

  @Test
  void shouldKeepWhatItConfirmedWhenItIsKilled() throws Exception {
    try (BrokerProcess process = BrokerProcess.start(dataFolder)) {
      assertThat(process.printed()).singleElement().asString().startsWith("amqp://");
      try (Amqp client = Amqp.connect(process.printed().get(0))) {
        assertThatThrownBy(this::start)
            .isInstanceOf(EmbeddedBrokerException.class)
            .hasMessageContaining("in use by another broker");
        client.publish(500);
        process.kill();
      }
      assertThat(process.printed()).hasSize(1);
    }

    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      assertThat(client.drain()).isEqualTo(Amqp.bodies(500));
    }
  }

  @Test
  void shouldKeepAMessageWhoseConsumersDieAgainAndAgain() throws Exception {
    try (EmbeddedBroker broker = start()) {
      try (Amqp client = Amqp.connect(broker.uri())) {
        client.publish(1);
      }
      for (int attempt = 0; attempt < 5; attempt++) {
        try (Amqp client = Amqp.connect(broker.uri())) {
          await().until(client::take);
        }
      }
      try (Amqp client = Amqp.connect(broker.uri())) {
        await().until(client::drain, List.of("0")::equals);
      }
    }
  }

  @Test
  void shouldNameThePortThatIsTakenAndStartOnceItIsFree() throws Exception {
    EmbeddedBrokerOptions options;
    Set<Thread> threadsBefore = brokerThreads();
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      options = EmbeddedBrokerOptions.of(dataFolder).onPort(other.getLocalPort());

      assertThatThrownBy(() -> EmbeddedBroker.start(options))
          .isInstanceOf(EmbeddedBrokerException.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 cannot be used")
          .hasMessageNotContaining("\n");
      assertThat(brokerThreads()).isSubsetOf(threadsBefore);
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      assertThat(broker.port()).isEqualTo(options.port());
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherBrokerUses() {
    try (EmbeddedBroker first = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedBrokerException.class)
          .hasMessage(
              "data folder %s is in use by another broker; stop it or name another folder",
              dataFolder);
      assertThat(first.port()).isPositive();
    }
  }

  @Test
  void shouldRefuseAFolderThatCannotBeOne() throws Exception {
    Path file = Files.writeString(dataFolder.resolve("file"), "no folder");

    assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBrokerOptions.of(file)))
        .isInstanceOf(EmbeddedBrokerException.class)
        .hasMessage("data folder %s is a file, not a folder", file);
    Path below = file.resolve("below");
    assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBrokerOptions.of(below)))
        .isInstanceOf(EmbeddedBrokerException.class)
        .hasMessageStartingWith("data folder " + below + " cannot be written: ");
  }

  @Test
  void shouldSayWhyItsStoreCannotBeOpenedAndLeaveNothingBehind() throws Exception {
    Set<Thread> threadsBefore = brokerThreads();
    Path messages = Files.writeString(dataFolder.resolve("messages"), "no folder");

    assertThat(printedBy(() -> assertThatThrownBy(this::start).satisfies(this::isAboutTheStore)))
        .isEmpty();
    await().untilAsserted(() -> assertThat(brokerThreads()).isSubsetOf(threadsBefore));

    Files.delete(messages);
    start().close();
  }

  @Test
  void shouldStopAndCutItsClientsOffWhenItsStoreFails() throws Exception {
    try (EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      client.publish(1);
      try (Stream<Path> files = Files.list(dataFolder.resolve("messages"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".jdb")).toList()) {
          Files.delete(file);
        }
      }

      await().untilAsserted(() -> assertThatThrownBy(() -> client.publish(1)).isNotNull());
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> Amqp.connect(broker.uri()))
                      .isInstanceOf(ConnectException.class));
    }
  }

  @Test
  void shouldCloseOnceAndForAll() throws Exception {
    Set<Thread> threadsBefore = brokerThreads();
    EmbeddedBroker broker = start();

    broker.close();
    broker.close();

    assertThatThrownBy(() -> connect(InetAddress.getLoopbackAddress(), broker.port()))
        .isInstanceOf(IOException.class);
    await().untilAsserted(() -> assertThat(brokerThreads()).isSubsetOf(threadsBefore));
  }

  @Test
  void shouldKeepThePasswordToItself() throws Exception {
    try (LogCapture log = LogCapture.ofEverything();
        EmbeddedBroker broker = start();
        Amqp client = Amqp.connect(broker.uri())) {
      client.publish(1);
      assertThatThrownBy(this::start).hasMessageNotContaining(broker.password());

      assertThat(log.text()).isNotEmpty().doesNotContain(broker.password());
      assertThat(broker.toString()).doesNotContain(broker.password());
      Path file = dataFolder.resolve("password");
      assertThat(Files.readString(file)).startsWith(broker.password());
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        assertThat(Files.getPosixFilePermissions(file))
            .extracting(Enum::name)
            .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
      }
    }
  }

  private EmbeddedBroker start() {
    return EmbeddedBroker.start(EmbeddedBrokerOptions.of(dataFolder));
  }

  private void isAboutTheStore(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(EmbeddedBrokerException.class)
        .hasMessageStartingWith("the message store in " + dataFolder.resolve("messages"))
        .hasMessageContaining("not a directory")
        .hasMessageNotContaining("\n");
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1_000);
    }
  }

  private static Set<Thread> brokerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getThreadGroup() instanceof QpidThreads)
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool")) // the JVM's own
        .collect(Collectors.toSet());
  }

  private static String printedBy(Runnable work) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8);
  }
}
