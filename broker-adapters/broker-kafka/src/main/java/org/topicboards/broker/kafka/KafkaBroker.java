package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/**
 * A broker over one administration client, a producer for each publisher and a consumer for each
 * subscription.
 */
final class KafkaBroker implements Broker {

  private final KafkaSettings settings;
  private final ConnectOptions options;
  private final Set<Guarantee> guarantees;
  private final KafkaClients clients;
  private final Administration administration;
  private final String clusterId;
  private final TopicNames names;
  private final BoardTopics topics;
  private final Groups groups;
  private final GroupJoining joining;
  private final ScheduledExecutorService timer;
  private final ScheduledExecutorService topicExecutor;
  private final ConnectionWatch connections;
  private final TopicWatch topicWatch;
  private final List<KafkaPublisher> publishers = new CopyOnWriteArrayList<>();
  private final List<KafkaSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private @Nullable Publisher deadLetterPublisher;
  private final AtomicBoolean closing = new AtomicBoolean();

  private KafkaBroker(
      KafkaSettings settings,
      ConnectOptions options,
      Set<Guarantee> guarantees,
      KafkaClients clients,
      Administration administration,
      String clusterId) {
    this.settings = settings;
    this.options = options;
    this.guarantees = guarantees;
    this.clients = clients;
    this.administration = administration;
    this.clusterId = clusterId;
    this.names = new TopicNames(settings.prefix());
    this.topics = new BoardTopics(settings, names, administration);
    this.groups =
        new Groups(
            administration,
            new SubscriptionRegister(clients, topics, options.connectTimeout()),
            names,
            options.connectTimeout());
    this.joining = new GroupJoining(options, clients.translator());
    this.timer = executor("kafka timer");
    this.topicExecutor = executor("kafka topics");
    this.connections =
        new ConnectionWatch(settings, administration::answers, options.listener(), timer);
    this.topicWatch = new TopicWatch(administration, topicExecutor);
  }

  static KafkaBroker connect(
      KafkaSettings settings, ConnectOptions options, Set<Guarantee> guarantees) {
    Reachability.require(settings, options.connectTimeout());
    KafkaClients clients = new KafkaClients(settings, options);
    Administration administration =
        new Administration(
            clients.admin(), new Answers(options.connectTimeout(), clients.translator()));
    boolean connected = false;
    try {
      String clusterId = administration.clusterId();
      connected = true;
      return new KafkaBroker(settings, options, guarantees, clients, administration, clusterId);
    } finally {
      if (!connected) {
        administration.close();
      }
    }
  }

  @Override
  public Publisher publisher(PublisherOptions publisherOptions) {
    checkOpen();
    KafkaPublisher opened =
        publisher(
            clients.producer(publisherOptions),
            publisherOptions,
            new PublishBounds(settings.maxBodyBytes()));
    publishers.add(opened);
    closeIfClosing(opened::close);
    return opened;
  }

  private KafkaPublisher publisher(
      Producer<byte[], byte[]> producer, PublisherOptions publisherOptions, PublishBounds bounds) {
    KafkaPublisher publisher =
        new KafkaPublisher(
            producer,
            connections.watch("publisher", producer.metrics().values()),
            topics,
            clients.translator(),
            publisherOptions,
            bounds,
            topicExecutor,
            publishers::remove);
    return publisher;
  }

  @Override
  public Subscription subscribe(SubscriptionOptions subscription, MessageHandler handler) {
    checkOpen();
    administration.requireReadable(names.topicsNamed(subscription.patterns()));
    SubscriptionName name = subscription.durableName();
    DeliveryDispatcher dispatcher =
        new DeliveryDispatcher(subscription, handler, this::deadLetterPublisher);
    DeliveryLoop deliveries = new DeliveryLoop(clusterId, subscription, dispatcher);
    return name == null
        ? subscribeEphemeral(subscription, dispatcher, deliveries)
        : subscribeDurable(name, subscription, dispatcher, deliveries);
  }

  private Subscription subscribeDurable(
      SubscriptionName name,
      SubscriptionOptions subscription,
      DeliveryDispatcher dispatcher,
      DeliveryLoop deliveries) {
    GroupAttachment attachment = groups.attach(name, subscription);
    attachment.gaps().forEach(deliveries::add);
    Set<String> allTopics = administration.topics();
    String group = names.group(name);
    Consumer<byte[], byte[]> consumer = clients.member(subscription, group);
    GroupFeed feed = new GroupFeed(group, consumer, names, deliveries, attachment.startPositions());
    KafkaSubscription opened =
        opened(subscription, dispatcher, deliveries, consumer, feed, allTopics);
    if (attachment.mustJoin()) {
      boolean joined = false;
      try {
        joining.await(subscription, feed.joined());
        joined = true;
      } finally {
        if (!joined) {
          opened.close();
        }
      }
    } else {
      joining.tellIfLate(subscription, feed.joined());
    }
    return opened;
  }

  private Subscription subscribeEphemeral(
      SubscriptionOptions subscription, DeliveryDispatcher dispatcher, DeliveryLoop deliveries) {
    Set<String> allTopics = administration.topics();
    Map<TopicPartition, Long> ends =
        administration.endOffsets(
            administration.partitions(
                allTopics.stream()
                    .filter(topic -> names.matches(topic, subscription.patterns()))
                    .toList()));
    Consumer<byte[], byte[]> consumer = clients.reader(subscription);
    return opened(
        subscription,
        dispatcher,
        deliveries,
        consumer,
        new EphemeralFeed(consumer, names, ends),
        allTopics);
  }

  private KafkaSubscription opened(
      SubscriptionOptions subscription,
      DeliveryDispatcher dispatcher,
      DeliveryLoop deliveries,
      Consumer<byte[], byte[]> consumer,
      Feed feed,
      Set<String> allTopics) {
    String label = KafkaSubscription.label(subscription);
    KafkaSubscription opened =
        new KafkaSubscription(
            subscription,
            names,
            dispatcher,
            deliveries,
            new PollLoop(label, consumer, feed, deliveries, options.listener()),
            connections.watch(label, consumer.metrics().values()),
            this::closed);
    subscriptions.add(opened);
    opened.start(allTopics);
    topicWatch.add(opened);
    closeIfClosing(opened::close);
    return opened;
  }

  private void closed(KafkaSubscription subscription) {
    subscriptions.remove(subscription);
    topicWatch.remove(subscription);
  }

  @Override
  public void declareSubscription(SubscriptionOptions subscription) {
    checkOpen();
    SubscriptionName name =
        subscription
            .name()
            .orElseThrow(() -> new IllegalArgumentException("an ephemeral subscription"));
    GroupAttachment unused = groups.attach(name, subscription);
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    checkOpen();
    return groups.status(name);
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    checkOpen();
    return groups.remove(name);
  }

  @Override
  public BoardName replyBoard() {
    checkOpen();
    BoardName board = BoardTopics.anyReplyBoard();
    topics.ensure(board); // so that listening there begins at once
    return board;
  }

  @Override
  public boolean awaitArchived(Duration timeout) throws InterruptedException {
    checkOpen();
    return new ArchivePositions(administration, names).await(timeout);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public boolean isConnected() {
    return !closing.get() && connections.allUp();
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    publishers.forEach(KafkaPublisher::close);
    subscriptions.forEach(KafkaSubscription::close);
    closeDeadLetterPublisher();
    timer.shutdownNow();
    topicExecutor.shutdownNow();
    administration.close();
  }

  /** After the subscriptions, which may have a dead letter in hand. */
  private synchronized void closeDeadLetterPublisher() {
    if (deadLetterPublisher != null) {
      deadLetterPublisher.close();
    }
  }

  /** Made for the first dead letter; closed with the broker. */
  private synchronized Publisher deadLetterPublisher() {
    if (deadLetterPublisher == null) {
      checkOpen();
      deadLetterPublisher =
          publisher(
              clients.deadLetterProducer(PublisherOptions.DEFAULTS),
              PublisherOptions.DEFAULTS,
              PublishBounds.NONE);
    }
    return deadLetterPublisher;
  }

  private void checkOpen() {
    if (closing.get()) {
      throw new BrokerClosedException("the broker is closed");
    }
  }

  /** For what was opened while {@link #close} went through the others. */
  private void closeIfClosing(Runnable close) {
    if (closing.get()) {
      close.run();
      checkOpen();
    }
  }

  private static ScheduledExecutorService executor(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
