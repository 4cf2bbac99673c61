package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.TrafficListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.ArchiveBarrier;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.message.SubscriptionName;

/**
 * A subscription on a connection of its own, so that a slow handler holds back nothing else. After
 * a lost connection queue, bindings and consumer are set up again.
 */
final class RabbitMqSubscription implements Subscription, SupervisedConnection.User {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitMqSubscription.class);

  private static final long FENCE_POLL_MILLIS = 20;

  private final SubscriptionOptions options;
  private final Duration heartbeat;
  private final Topology topology;
  private final DeliveryDispatcher dispatcher;
  private final Consumer<RabbitMqSubscription> onClosed;
  private final SupervisedConnection connection;
  private volatile ByteBudget budget;

  /** An exclusive queue that lives as long as the connection that holds our deliveries. */
  private @Nullable String fence;

  private boolean wasConnected;

  private volatile @Nullable DeliveryChannel deliveries;
  private volatile @Nullable Instant interruptedSince;
  private final AtomicBoolean closing = new AtomicBoolean();

  RabbitMqSubscription(
      RabbitMqSettings settings,
      ConnectOptions connectOptions,
      Topology topology,
      SubscriptionOptions options,
      MessageHandler handler,
      Supplier<Publisher> deadLetterPublisher,
      ArchiveBarrier barrier,
      Consumer<RabbitMqSubscription> onClosed) {
    this.onClosed = onClosed;
    this.options = options;
    this.heartbeat = settings.heartbeat();
    this.topology = topology;
    this.budget = new ByteBudget(options.prefetchBytes());
    this.dispatcher = new DeliveryDispatcher(options, handler, deadLetterPublisher, barrier);
    this.connection =
        new SupervisedConnection(
            settings,
            connectOptions,
            options.name().map(name -> "subscription " + name).orElse("subscription"),
            this);
  }

  /** Connects; on return the subscription is in force. */
  void open() {
    connection.open();
  }

  boolean isUp() {
    return connection.isUp();
  }

  @Override
  public void acknowledge(Collection<? extends Delivery> acknowledged) {
    acknowledged.forEach(Delivery::acknowledge);
    DeliveryChannel current = deliveries;
    if (current != null) {
      current.flush();
    }
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    dispatcher.close();
    DeliveryChannel current = deliveries;
    if (current != null) {
      current.flush();
      current.gone();
    }
    connection.close();
    onClosed.accept(this);
  }

  @Override
  public TrafficListener trafficListener() {
    budget = new ByteBudget(options.prefetchBytes());
    return budget;
  }

  @Override
  public void connected(Connection newConnection) throws IOException {
    if (closing.get()) {
      return;
    }
    SubscriptionName name = options.durableName();
    String queue = null;
    if (name != null) {
      // Coming back it takes nothing from those who came with other patterns meanwhile.
      queue =
          wasConnected
              ? topology.declareDurable(newConnection, name, options)
              : topology.changeDurable(newConnection, name, options);
      wasConnected = true;
      awaitPredecessor(newConnection);
    }
    Channel channel = newConnection.createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no more channels on this connection");
    }
    if (queue == null) {
      queue = topology.declareEphemeral(newConnection, channel, options.patterns());
    }
    if (name != null) {
      fence = topology.declareFence(channel);
    }
    channel.basicQos(options.prefetchMessages());
    DeliveryChannel opened =
        new DeliveryChannel(
            channel,
            options.prefetchMessages(),
            dispatcher,
            budget,
            connection.timer(),
            this::consumerCancelled);
    // Without the connection the channel is of no use, nor the connection without its channel.
    channel.addShutdownListener(
        cause -> {
          opened.gone();
          if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
            LOG.warn("subscription lost its channel: {}", ExceptionTranslator.replyText(cause));
            connection.reset();
          }
        });
    deliveries = opened;
    channel.basicConsume(queue, false, opened);
    Instant since = interruptedSince;
    if (since != null) {
      interruptedSince = null;
      dispatcher.interrupted(since);
    }
  }

  @Override
  public void lost(BrokerException cause) {
    DeliveryChannel gone = deliveries;
    if (gone != null) {
      gone.gone();
    }
    if (options.durableName() == null && interruptedSince == null) {
      interruptedSince = lastSeenAlive();
    }
  }

  /**
   * Waits until the broker, too, has noticed that the last connection is gone and has put its
   * deliveries back into the queue. Consuming earlier would bring what is behind them first.
   */
  private void awaitPredecessor(Connection newConnection) throws IOException {
    String predecessor = fence;
    if (predecessor == null) {
      return;
    }
    long deadlineNanos = System.nanoTime() + heartbeat.multipliedBy(3).toNanos();
    try {
      while (topology.queueExists(newConnection, predecessor)
          && System.nanoTime() < deadlineNanos
          && !closing.get()) {
        TimeUnit.MILLISECONDS.sleep(FENCE_POLL_MILLIS);
      }
      TimeUnit.MILLISECONDS.sleep(FENCE_POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("closed while waiting for the broker");
    }
  }

  /**
   * A moment at which the connection surely worked: the last frame, or two heartbeats ago, since
   * the client gives a connection up after missing that many.
   */
  private Instant lastSeenAlive() {
    Instant lastHeartbeats = Instant.now().minus(heartbeat.multipliedBy(2));
    Instant lastRead = budget.lastRead();
    return lastRead.isAfter(lastHeartbeats) ? lastRead : lastHeartbeats;
  }

  private void consumerCancelled() {
    if (!closing.get()) {
      LOG.warn("the broker cancelled the subscription: its queue is gone and is declared again");
      connection.reset();
    }
  }
}
