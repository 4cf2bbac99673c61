package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** An embedded broker, and somebody who posts there. */
abstract class SubscriberScene {

  static final SubscriptionName ALICE = SubscriptionName.of("alice");

  static EmbeddedBroker embedded;

  String prefix;
  Broker broker;
  Publisher publisher;

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(data).onPort(0));
  }

  @AfterAll
  static void stopBroker() {
    embedded.close();
  }

  @BeforeEach
  void connect(TestInfo test) {
    prefix = "?archive=off&prefix=" + test.getTestMethod().orElseThrow().getName() + ".";
    broker = Brokers.connect(BrokerUri.parse(embedded.uri() + prefix));
    publisher = broker.publisher(PublisherOptions.DEFAULTS);
  }

  @AfterEach
  void close() {
    broker.close();
  }

  CommandRun start(String... args) {
    return CommandRun.in(environment()).start(SubscriberCommand::new, args);
  }

  CommandRun subscriber(String... args) {
    return start(args).await();
  }

  Map<String, String> environment() {
    return Map.of("BOARD_BROKER", embedded.uri() + prefix);
  }

  static void awaitSubscribed(CommandRun run) {
    await().until(() -> run.err().contains("subscribed to"));
  }

  void post(String board, String body) {
    post(BoardName.of(board), Message.from("test").body(body.getBytes(UTF_8)).build());
  }

  void post(BoardName board, Message message) {
    publisher.publish(board, message).toCompletableFuture().join();
  }

  long waiting(SubscriptionName name) {
    return broker.subscriptionStatus(name).map(SubscriptionStatus::waitingMessages).orElseThrow();
  }

  static String numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }
}
