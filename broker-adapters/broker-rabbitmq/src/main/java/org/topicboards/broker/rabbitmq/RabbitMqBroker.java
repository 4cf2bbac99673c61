package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.spi.ArchiveBarrier;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/**
 * A broker over one connection for publishing and administration, and one more for each
 * subscription: RabbitMQ blocks whole connections that publish, and subscribers must not be among
 * them.
 */
final class RabbitMqBroker implements Broker, SupervisedConnection.User {

  private final RabbitMqSettings settings;
  private final ConnectOptions options;
  private final Set<Guarantee> guarantees;
  private final Topology topology;
  private final SupervisedConnection connection;
  private final List<RabbitMqPublisher> publishers = new CopyOnWriteArrayList<>();
  private final List<RabbitMqSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ArchiveBarrier barrier = new ArchiveBarrier(this, this::deadLetterPublisher);
  private @Nullable Publisher deadLetterPublisher;
  private final AtomicBoolean closing = new AtomicBoolean();

  private RabbitMqBroker(
      RabbitMqSettings settings, ConnectOptions options, Set<Guarantee> guarantees) {
    this.settings = settings;
    this.options = options;
    this.guarantees = guarantees;
    this.topology = new Topology(settings);
    this.connection = new SupervisedConnection(settings, options, "publisher", this);
  }

  static RabbitMqBroker connect(
      RabbitMqSettings settings, ConnectOptions options, Set<Guarantee> guarantees) {
    RabbitMqBroker broker = new RabbitMqBroker(settings, options, guarantees);
    broker.connection.open();
    return broker;
  }

  @Override
  public Publisher publisher(PublisherOptions publisherOptions) {
    RabbitMqPublisher opened =
        publisher(publisherOptions, new PublishBounds(settings.maxBodyBytes()));
    closeIfClosing(opened::close);
    return opened;
  }

  private RabbitMqPublisher publisher(PublisherOptions publisherOptions, PublishBounds bounds) {
    return administer(
        "publish",
        current -> {
          topology.declareForPublishing(current);
          RabbitMqPublisher publisher =
              new RabbitMqPublisher(
                  connection, topology.names(), publisherOptions, bounds, publishers::remove);
          publisher.connected(current);
          publishers.add(publisher);
          return publisher;
        });
  }

  @Override
  public Subscription subscribe(SubscriptionOptions subscriptionOptions, MessageHandler handler) {
    checkOpen();
    RabbitMqSubscription subscription =
        new RabbitMqSubscription(
            settings,
            options,
            topology,
            subscriptionOptions,
            handler,
            this::deadLetterPublisher,
            barrier,
            subscriptions::remove);
    subscription.open();
    subscriptions.add(subscription);
    closeIfClosing(subscription::close);
    return subscription;
  }

  @Override
  public void declareSubscription(SubscriptionOptions subscription) {
    SubscriptionName name =
        subscription
            .name()
            .orElseThrow(() -> new IllegalArgumentException("an ephemeral subscription"));
    String unused =
        administer(
            "declare subscription " + name,
            current -> topology.changeDurable(current, name, subscription));
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    return administer("ask for a subscription", current -> topology.status(current, name));
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    return administer("remove a subscription", current -> topology.remove(current, name));
  }

  @Override
  public BoardName replyBoard() {
    return BoardName.of("_reply." + UUID.randomUUID());
  }

  @Override
  public boolean awaitArchived(Duration timeout) throws InterruptedException {
    checkOpen();
    return barrier.await(timeout);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public boolean isConnected() {
    return connection.isUp() && subscriptions.stream().allMatch(RabbitMqSubscription::isUp);
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    publishers.forEach(RabbitMqPublisher::close);
    subscriptions.forEach(RabbitMqSubscription::close);
    connection.close();
  }

  @Override
  public void connected(Connection newConnection) throws IOException {
    if (publishers.isEmpty()) {
      return; // the first publisher declares what it needs
    }
    topology.declareForPublishing(newConnection);
    for (RabbitMqPublisher publisher : publishers) {
      publisher.connected(newConnection);
    }
  }

  @Override
  public void lost(BrokerException cause) {
    publishers.forEach(RabbitMqPublisher::lost);
  }

  /** Made for the first dead letter or marker; closed with the broker. */
  private synchronized Publisher deadLetterPublisher() {
    if (deadLetterPublisher == null) {
      deadLetterPublisher = publisher(PublisherOptions.DEFAULTS, PublishBounds.NONE);
    }
    return deadLetterPublisher;
  }

  private <T> T administer(String doing, Administration<T> administration) {
    checkOpen();
    return connection.onMaintenance(
        doing,
        () -> {
          Connection current = connection.current();
          if (current == null) {
            throw new BrokerUnavailableException(
                "cannot "
                    + doing
                    + " at "
                    + settings.shownUri()
                    + ": the connection is lost for now");
          }
          return administration.on(current);
        });
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

  /** Something that is asked of the broker on its administration connection. */
  private interface Administration<T> {
    T on(Connection current) throws IOException;
  }
}
