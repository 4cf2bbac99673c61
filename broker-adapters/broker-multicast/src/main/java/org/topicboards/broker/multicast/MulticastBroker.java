package org.topicboards.broker.multicast;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.spi.ArchiveBarrier;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/**
 * A group without a broker: one socket that all publishers send by, and one for each subscription.
 */
final class MulticastBroker implements Broker {

  private static final Logger LOG = LoggerFactory.getLogger(MulticastBroker.class);

  private final MulticastSettings settings;
  private final MulticastGroup group;
  private final long prefix;
  private final ConnectOptions options;
  private final Set<Guarantee> guarantees;
  private final DatagramFilter filter;
  private final DatagramSender sender;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledThreadPoolExecutor timer;
  private final List<MulticastPublisher> publishers = new CopyOnWriteArrayList<>();
  private final List<MulticastSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ArchiveBarrier barrier = new ArchiveBarrier(this, this::deadLetterPublisher);
  private @Nullable Publisher deadLetterPublisher;
  private final AtomicBoolean closing = new AtomicBoolean();

  private MulticastBroker(
      MulticastSettings settings,
      MulticastGroup group,
      ConnectOptions options,
      Set<Guarantee> guarantees,
      DatagramFilter filter) {
    this.settings = settings;
    this.group = group;
    this.prefix = settings.prefixHash();
    this.options = options;
    this.guarantees = guarantees;
    this.filter = filter;
    this.sender = new DatagramSender(group.openSender(), settings.bytesPerSecond());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread thread = new Thread(runnable, "multicast timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Opens the group; {@code filter} stands before each subscription. */
  static MulticastBroker connect(
      MulticastSettings settings,
      ConnectOptions options,
      Set<Guarantee> guarantees,
      DatagramFilter filter) {
    return new MulticastBroker(
        settings, MulticastGroup.of(settings, options.listener()), options, guarantees, filter);
  }

  @Override
  public Publisher publisher(PublisherOptions publisherOptions) {
    return publisher(publisherOptions, new PublishBounds(settings.maxBodyBytes()));
  }

  private Publisher publisher(PublisherOptions publisherOptions, PublishBounds bounds) {
    checkOpen();
    MulticastPublisher publisher =
        new MulticastPublisher(
            group,
            new PublishingSession(group, sender, prefix, random.nextLong()),
            publisherOptions,
            bounds,
            timer,
            publishers::remove);
    publishers.add(publisher);
    return publisher;
  }

  /** The archive's feed is live, too: it takes what is sent while it listens. */
  @Override
  public Subscription subscribe(SubscriptionOptions subscriptionOptions, MessageHandler handler) {
    checkOpen();
    SubscriptionName name = subscriptionOptions.durableName();
    if (name != null && !subscriptionOptions.isArchive()) {
      throw noDurableSubscription(name);
    }
    MulticastSubscription subscription =
        new MulticastSubscription(
            group,
            prefix,
            options,
            subscriptionOptions,
            new DeliveryDispatcher(
                subscriptionOptions, handler, this::deadLetterPublisher, barrier),
            filter,
            subscriptions::remove);
    subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  @Override
  public void declareSubscription(SubscriptionOptions subscription) {
    checkOpen();
    throw noDurableSubscription(
        subscription
            .name()
            .orElseThrow(() -> new IllegalArgumentException("an ephemeral subscription")));
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    checkOpen();
    return Optional.empty();
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    checkOpen();
    return false;
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
    return !closing.get()
        && sender.isOpen()
        && subscriptions.stream().allMatch(MulticastSubscription::isUp);
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    publishers.forEach(MulticastPublisher::close);
    subscriptions.forEach(MulticastSubscription::close);
    timer.shutdownNow();
    try {
      sender.close();
    } catch (IOException e) {
      LOG.debug("closing the socket of {}", group, e);
    }
  }

  /** Made for the first dead letter or marker; closed with the broker. */
  private synchronized Publisher deadLetterPublisher() {
    if (deadLetterPublisher == null) {
      deadLetterPublisher = publisher(PublisherOptions.DEFAULTS, PublishBounds.NONE);
    }
    return deadLetterPublisher;
  }

  private static GuaranteeNotMetException noDurableSubscription(SubscriptionName name) {
    return new GuaranteeNotMetException(
        "udp:// does not guarantee "
            + Guarantee.DURABLE_SUBSCRIPTION
            + ": nothing keeps messages for "
            + name
            + " while it is away (subscribe without a name, or use a broker)");
  }

  private void checkOpen() {
    if (closing.get()) {
      throw new BrokerClosedException("the broker is closed");
    }
  }
}
