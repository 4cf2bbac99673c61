package org.topicboards.broker.kafka;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeliveryDispatcher;

/** A subscription on a consumer of its own, with a thread that polls and one that delivers. */
final class KafkaSubscription implements Subscription {

  private final SubscriptionOptions options;
  private final TopicNames names;
  private final DeliveryDispatcher dispatcher;
  private final DeliveryLoop deliveries;
  private final PollLoop polling;
  private final ConnectionWatch.Watched connection;
  private final Consumer<KafkaSubscription> onClosed;
  private final AtomicBoolean closing = new AtomicBoolean();
  private Set<String> followed = Set.of();

  KafkaSubscription(
      SubscriptionOptions options,
      TopicNames names,
      DeliveryDispatcher dispatcher,
      DeliveryLoop deliveries,
      PollLoop polling,
      ConnectionWatch.Watched connection,
      Consumer<KafkaSubscription> onClosed) {
    this.options = options;
    this.names = names;
    this.dispatcher = dispatcher;
    this.deliveries = deliveries;
    this.polling = polling;
    this.connection = connection;
    this.onClosed = onClosed;
  }

  /** Begins to read what matches of these topics. */
  void start(Set<String> topics) {
    followed = matching(topics);
    polling.follow(followed);
    String label = label(options);
    daemon("kafka delivery " + label, deliveries).start();
    daemon("kafka poll " + label, polling).start();
  }

  /** The topics of the cluster have changed. One thread calls this. */
  synchronized void topicsChanged(Set<String> topics) {
    Set<String> matching = matching(topics);
    if (!matching.equals(followed)) {
      followed = matching;
      polling.follow(matching);
    }
  }

  @Override
  public void acknowledge(Collection<? extends Delivery> acknowledged) {
    acknowledged.forEach(Delivery::acknowledge);
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    dispatcher.close();
    deliveries.stop();
    connection.end();
    polling.close();
    onClosed.accept(this);
  }

  /** A subscription for people. */
  static String label(SubscriptionOptions options) {
    return options.name().map(name -> "subscription " + name).orElse("subscription");
  }

  private Set<String> matching(Set<String> topics) {
    return topics.stream()
        .filter(topic -> names.matches(topic, options.patterns()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
