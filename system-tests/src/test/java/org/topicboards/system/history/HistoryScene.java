package org.topicboards.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.message.Uuid7;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.RegistryBoards;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestClient;
import org.topicboards.service.archive.Archive;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.registry.SubscriptionRegistry;
import org.topicboards.service.requests.RequestService;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.subscriber.SubscriberCommand;
import org.topicboards.system.roundtrip.Transport;

/** A board service's archive on one transport, and clients of it, set apart by a prefix. */
final class HistoryScene {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Transport transport;
  private final String prefix = "test-" + Uuid7.next() + ".";
  private final MessageStore store;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Deque<AutoCloseable> service = new ArrayDeque<>();
  private final List<SubscriptionName> names = new ArrayList<>();
  private SubscriptionExpiry expiry = SubscriptionExpiry.NEVER;

  HistoryScene(Transport transport, Path folder) {
    this.transport = transport;
    this.store = MessageStores.open("jdbc:sqlite:" + folder.resolve(prefix + "db"));
  }

  String prefix() {
    return prefix;
  }

  /** Starts the command {@code subscriber}. */
  CommandRun start(String... args) {
    return CommandRun.in(environment()).start(SubscriberCommand::new, args);
  }

  /** Runs the command {@code subscriber} to its end. */
  CommandRun subscriber(String... args) {
    return start(args).await();
  }

  /** Where commands find the broker. */
  Map<String, String> environment() {
    return Map.of("BOARD_BROKER", transport.uri().apply(prefix));
  }

  BrokerUri brokerUri() {
    return transport.brokerUri(prefix);
  }

  MessageStore store() {
    return store;
  }

  boolean isDurable() {
    return Brokers.guarantees(transport.brokerUri(prefix)).contains(Guarantee.DURABLE_SUBSCRIPTION);
  }

  /** Has services that start from now on remove abandoned subscriptions. */
  void expireSubscriptionsAfter(Duration age) {
    expiry = new SubscriptionExpiry(age);
  }

  void startService() {
    startService(original -> original);
  }

  void startService(UnaryOperator<MessageStore> archiveStore) {
    startService(archiveStore, connected -> connected);
  }

  /**
   * Starts the archive, on a store and a broker with something before them, and answers requests.
   */
  void startService(UnaryOperator<MessageStore> archiveStore, UnaryOperator<Broker> before) {
    Broker broker = before.apply(Brokers.connect(transport.brokerUri(prefix)));
    service.push(broker);
    Archive archive = Archive.start("test", broker, archiveStore.apply(store), meters);
    service.push(archive);
    service.push(SubscriptionRegistry.start("test", broker, store, meters, expiry));
    service.push(RequestService.start("test", broker, store, archive.view(), meters, expiry));
  }

  void stopService() throws Exception {
    while (!service.isEmpty()) {
      service.pop().close();
    }
  }

  /** A connection of its own. */
  Broker connect() {
    return closeLater(Brokers.connect(transport.brokerUri(prefix)));
  }

  RequestClient client(Broker broker) {
    return closeLater(RequestClient.open(broker, "alice", PATIENCE));
  }

  synchronized <T extends AutoCloseable> T closeLater(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  /** A name whose subscription is removed at the end. */
  SubscriptionName name(String name) {
    SubscriptionName subscription = SubscriptionName.of(name);
    names.add(subscription);
    return subscription;
  }

  static Message message(String source, int number) {
    return Message.from(source)
        .id(source + "-" + number)
        .body(Integer.toString(number).getBytes(UTF_8))
        .build();
  }

  /** Posts numbered messages, the first with {@code from}, and waits until they are confirmed. */
  static void post(Publisher publisher, BoardName board, String source, int from, int count) {
    List<CompletableFuture<?>> confirmed = new ArrayList<>();
    for (int number = from; number < from + count; number++) {
      confirmed.add(publisher.publish(board, message(source, number)).toCompletableFuture());
    }
    confirmed.forEach(CompletableFuture::join);
  }

  void post(BoardName board, String source, int from, int count) {
    try (Broker broker = Brokers.connect(transport.brokerUri(prefix));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      post(publisher, board, source, from, count);
    }
  }

  /** Posts and waits until the archive has it. */
  void archive(BoardName board, String source, int from, int count) {
    long before = store.counts().getOrDefault(board, 0L);
    post(board, source, from, count);
    await().atMost(PATIENCE).until(() -> store.counts().getOrDefault(board, 0L) == before + count);
  }

  static HistoryQuery query(HistoryQuery.Start start, String... boards) {
    return HistoryQuery.of(List.of(boards).stream().map(BoardPattern::of).toList(), start);
  }

  /** Reads a history to its end. */
  List<HistoryMessage> read(HistoryQuery query) throws InterruptedException {
    List<HistoryMessage> messages = new ArrayList<>();
    try (Broker broker = Brokers.connect(transport.brokerUri(prefix));
        RequestClient client = RequestClient.open(broker, "alice", PATIENCE)) {
      client.read(query, messages::add);
    }
    return messages;
  }

  static List<String> ids(List<HistoryMessage> messages) {
    return messages.stream().map(message -> message.message().id()).toList();
  }

  /** Ends everything, and leaves the transport as it was. */
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    stopService();
    store.close();
    if (isDurable()) {
      names.add(SubscriptionName.ARCHIVE);
      names.add(RequestBoards.services().name().orElseThrow());
      names.add(RegistryBoards.SERVICE);
      try (Broker broker = Brokers.connect(transport.brokerUri(prefix))) {
        names.forEach(broker::removeSubscription);
      }
    }
    transport.forget().accept(prefix);
  }
}
