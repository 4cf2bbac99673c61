package org.topicboards.broker.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;

/**
 * Finds new boards for all subscriptions of a broker: lists the topics every {@value
 * #LIST_EVERY_MILLIS} ms. Kafka's own pattern subscription looks only every five minutes.
 */
final class TopicWatch {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

  private static final long LIST_EVERY_MILLIS = 700;

  private final Administration administration;
  private final List<KafkaSubscription> subscriptions = new CopyOnWriteArrayList<>();

  TopicWatch(Administration administration, ScheduledExecutorService executor) {
    this.administration = administration;
    Future<?> unused =
        executor.scheduleWithFixedDelay(
            this::look, LIST_EVERY_MILLIS, LIST_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(KafkaSubscription subscription) {
    subscriptions.add(subscription);
  }

  void remove(KafkaSubscription subscription) {
    subscriptions.remove(subscription);
  }

  private void look() {
    if (subscriptions.isEmpty()) {
      return;
    }
    try {
      Set<String> topics = administration.topics();
      subscriptions.forEach(subscription -> subscription.topicsChanged(topics));
    } catch (BrokerException e) {
      LOG.debug("the topics could not be listed: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the topics could not be looked through", e);
    }
  }
}
