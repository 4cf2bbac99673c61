package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.message.Uuid7;

/**
 * The ground that every part of the kit stands on: a prefix for each test, the verbs in which tests
 * are written, and an orderly end, in which everything opened is closed and the broker is left as
 * it was found.
 */
@ExtendWith(GuaranteeCheck.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConformancePart {

  private static final long SETTLED_SECONDS = 60;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Set<SubscriptionName> durableNames = ConcurrentHashMap.newKeySet();
  private String prefix = "";

  /** The transport under test. */
  abstract BrokerFixture fixture();

  @BeforeEach
  void choosePrefix() {
    prefix = "test-" + Uuid7.next() + ".";
  }

  @AfterEach
  void leaveTheBrokerAsItWas() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    if (declaredGuarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
      durableNames.add(SubscriptionName.ARCHIVE);
      try (Broker broker = fixture().connect(uri(), ConnectOptions.DEFAULTS)) {
        durableNames.forEach(broker::removeSubscription);
      }
    }
    fixture().forget(prefix);
  }

  String prefix() {
    return prefix;
  }

  BrokerUri uri() {
    return fixture().uri(prefix);
  }

  Set<Guarantee> declaredGuarantees() {
    return Brokers.guarantees(uri());
  }

  boolean declares(Guarantee guarantee) {
    return declaredGuarantees().contains(guarantee);
  }

  /** Asserts that a caller who requires {@code guarantee} is turned away, and told which it is. */
  void assertRefusedUpFront(Guarantee guarantee) {
    assertThatExceptionOfType(GuaranteeNotMetException.class)
        .isThrownBy(
            () -> fixture().connect(uri(), ConnectOptions.DEFAULTS.requiring(guarantee)).close())
        .withMessageContaining(guarantee.name());
  }

  Broker connect() {
    return connect(uri());
  }

  Broker connect(BrokerUri uri) {
    return connect(uri, ConnectOptions.DEFAULTS);
  }

  Broker connect(BrokerUri uri, ConnectOptions options) {
    return closeLater(fixture().connect(uri, options));
  }

  /** A link of this test's own, through a proxy. */
  CuttableLink link() {
    return closeLater(
        fixture()
            .link(prefix)
            .orElseThrow(() -> new AssertionError("a transport that confirms has connections")));
  }

  ForeignPeer foreignPeer() {
    return closeLater(fixture().foreignPeer(prefix));
  }

  <T extends AutoCloseable> T closeLater(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  static Publisher publisher(Broker broker) {
    return broker.publisher(PublisherOptions.DEFAULTS);
  }

  /** Subscribes an inbox that acknowledges at once, for as long as its connection lasts. */
  static Inbox subscribe(Broker broker, String... patterns) {
    Inbox inbox = Inbox.acknowledging();
    broker.subscribe(ephemeral(patterns), inbox);
    return inbox;
  }

  static SubscriptionOptions ephemeral(String... patterns) {
    return SubscriptionOptions.ephemeral(patterns(patterns));
  }

  /** A durable subscription that is removed after the test. */
  SubscriptionOptions durable(SubscriptionName name, String... patterns) {
    durableNames.add(name);
    return SubscriptionOptions.durable(name, patterns(patterns));
  }

  static List<BoardPattern> patterns(String... patterns) {
    return Arrays.stream(patterns).map(BoardPattern::of).toList();
  }

  static Message text(String body) {
    return Message.from("conformance-kit").body(body.getBytes(StandardCharsets.UTF_8)).build();
  }

  /** Posts a message and waits until the transport has acknowledged it. */
  static PublishReceipt publish(Publisher publisher, BoardName board, Message message) {
    return settled(publisher.publish(board, message));
  }

  /** Posts texts one after the other, without waiting in between, then for all of them. */
  static void publishAll(Publisher publisher, BoardName board, String... bodies) {
    List<CompletionStage<PublishReceipt>> stages =
        Arrays.stream(bodies).map(body -> publisher.publish(board, text(body))).toList();
    stages.forEach(ConformancePart::settled);
  }

  /** Posts a row of numbered messages and waits for all of them. */
  static void publishRow(Publisher publisher, String source, BoardName board, int count) {
    List<CompletionStage<PublishReceipt>> stages =
        Numbered.upTo(count).stream()
            .map(number -> publisher.publish(board, Numbered.message(source, number)))
            .toList();
    stages.forEach(ConformancePart::settled);
  }

  /** Waits for a stage that must succeed. */
  static PublishReceipt settled(CompletionStage<PublishReceipt> stage) {
    try {
      return outcome(stage);
    } catch (ExecutionException e) {
      throw new AssertionError("a publish failed: " + e.getCause(), e.getCause());
    }
  }

  /** Waits for a stage that must fail, and gives its cause. */
  static Throwable failure(CompletionStage<PublishReceipt> stage) {
    try {
      throw new AssertionError("the publish succeeded: " + outcome(stage));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause(), "cause");
    }
  }

  private static PublishReceipt outcome(CompletionStage<PublishReceipt> stage)
      throws ExecutionException {
    try {
      return stage.toCompletableFuture().get(SETTLED_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a publish was not settled in " + SETTLED_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a publish", e);
    }
  }
}
