package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.publisher.PublisherCommand;

@DisplayName("publisher and subscriber, on UDP multicast")
class MulticastCommandTest {

  private String uri = "";

  @BeforeEach
  void findGroup() throws Exception {
    String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getName();
    try (DatagramSocket socket = new DatagramSocket()) {
      uri = "udp://239.255.0.1:" + socket.getLocalPort() + "?interface=" + loopback;
    }
  }

  @Test
  void shouldShowWhatIsPostedAndCountIt() {
    uri += "&repair=off"; // who repairs hears its own requests, too
    CommandRun subscriber = start("--board=news.#", "--count=3", "--stats");
    await().until(() -> subscriber.err().contains("subscribed to news.#"));

    CommandRun publisher = publish("1\n2\n3\n", "--board=news.local", "--lines");

    assertThat(publisher.exitCode()).isZero();
    assertThat(publisher.err()).contains("publisher: warning: udp://239.255.0.1:");
    assertThat(subscriber.await().exitCode()).isZero();
    assertThat(subscriber.out()).isEqualTo("1\n2\n3\n");
    assertThat(subscriber.err())
        .contains("can read and post messages there (?key-file= names a file with a secret)")
        .contains("all publishers: received 3, lost 0, ")
        .doesNotContain("were lost");
  }

  @Test
  void shouldShowTheCountersEvenWhenQuiet() {
    uri += "&repair=off";
    CommandRun subscriber = start("--board=#", "--timeout=1s", "--stats", "--quiet").await();

    assertThat(subscriber.exitCode()).isZero();
    assertThat(subscriber.err()).startsWith("subscriber: all publishers: ").hasLineCount(1);
  }

  @Test
  void shouldShowWhatIsPostedThoughNobodyRepairs() {
    CommandRun subscriber = start("--board=news.#", "--count=3", "--stats");
    await().until(() -> subscriber.err().contains("subscribed to news.#"));

    assertThat(publish("1\n2\n3\n", "--board=news.local", "--lines").exitCode()).isZero();

    assertThat(subscriber.await().exitCode()).isZero();
    assertThat(subscriber.out()).isEqualTo("1\n2\n3\n");
    assertThat(subscriber.err())
        .contains("repairs: put back from the archive 0, lost for the board service too 0,")
        .doesNotContain("were lost");
  }

  @Test
  void shouldShowTheCountersThoughHistoryNeverCame() {
    CommandRun subscriber =
        start("--board=news", "--last=1", "--exit-at-end", "--timeout=1s", "--stats").await();

    assertThat(subscriber.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(subscriber.err())
        .contains("all publishers: received ")
        .doesNotContain("loses no messages");
  }

  @Test
  void shouldRefuseANameWithoutRepairAsNothingKeepsMessages() {
    uri += "&repair=off";
    CommandRun subscriber = start("--board=#", "--as=alice").await();

    assertThat(subscriber.exitCode()).isNotZero();
    assertThat(subscriber.err()).contains("DURABLE_SUBSCRIPTION").hasLineCount(1);
  }

  @Test
  void shouldWaitForAServiceToRemoveANameAsLongAsItIsTold() {
    CommandRun subscriber = start("remove", "--as=alice", "--timeout=1s").await();

    assertThat(subscriber.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(subscriber.err()).contains("no board service answered within 1s");
  }

  @Test
  void shouldSayWhatIsWrongWithTheUri() {
    uri = "udp://10.0.0.1";
    CommandRun subscriber = start("--board=#").await();

    assertThat(subscriber.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(subscriber.err()).contains("is not a multicast address").hasLineCount(1);
  }

  private CommandRun start(String... args) {
    return CommandRun.in(Map.of("BOARD_BROKER", uri)).start(SubscriberCommand::new, args);
  }

  private CommandRun publish(String input, String... args) {
    return CommandRun.in(Map.of("BOARD_BROKER", uri))
        .reading(input)
        .start(PublisherCommand::new, args)
        .await();
  }
}
