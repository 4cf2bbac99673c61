package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.MessageHandler;
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
@ExtendWith({GuaranteeCheck.class, ConformanceWatch.class})
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConformancePart {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<CuttableLink> links = new ArrayList<>();
  private final Set<SubscriptionName> durableNames = ConcurrentHashMap.newKeySet();
  private String prefix = "";

  /** How this test waits. */
  Waiting waiting = new Waiting(BrokerFixture.DEFAULT_PATIENCE);

  /** The transport under test. */
  abstract BrokerFixture fixture();

  @BeforeEach
  void begin() {
    waiting = new Waiting(fixture().patience());
    prefix = "test-" + Uuid7.next() + ".";
  }

  @AfterEach
  void leaveTheBrokerAsItWas() throws Exception {
    links.forEach(CuttableLink::restore); // so that what hangs on them can close in order
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
    CuttableLink link =
        fixture()
            .link(prefix)
            .orElseThrow(() -> new AssertionError("a transport that confirms has connections"));
    links.add(link);
    return closeLater(link);
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

  /** A handler that acknowledges every message at once. */
  Inbox acknowledging() {
    return reacting(Delivery::acknowledge);
  }

  /** A handler that leaves every message unacknowledged. */
  Inbox holding() {
    return reacting(delivery -> {});
  }

  /** A handler that remembers every message, then does something with it. */
  Inbox reacting(MessageHandler reaction) {
    return new Inbox(reaction, waiting);
  }

  /** Subscribes an inbox that acknowledges at once, for as long as its connection lasts. */
  Inbox subscribe(Broker broker, String... patterns) {
    Inbox inbox = acknowledging();
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
  PublishReceipt publish(Publisher publisher, BoardName board, Message message) {
    return settled(publisher.publish(board, message));
  }

  /** Posts texts one after the other, without waiting in between, then for all of them. */
  void publishAll(Publisher publisher, BoardName board, String... bodies) {
    List<CompletionStage<PublishReceipt>> stages =
        Arrays.stream(bodies).map(body -> publisher.publish(board, text(body))).toList();
    stages.forEach(this::settled);
  }

  /** Posts a row of numbered messages and waits for all of them. */
  void publishRow(Publisher publisher, String source, BoardName board, int count) {
    List<CompletionStage<PublishReceipt>> stages =
        Numbered.upTo(count).stream()
            .map(number -> publisher.publish(board, Numbered.message(source, number)))
            .toList();
    stages.forEach(this::settled);
  }

  /** Waits for a stage that must succeed. */
  PublishReceipt settled(CompletionStage<PublishReceipt> stage) {
    return waiting.forSuccess(stage);
  }

  /** Waits for a stage that must fail, and gives its cause. */
  Throwable failure(CompletionStage<PublishReceipt> stage) {
    return waiting.forFailure(stage);
  }
}
