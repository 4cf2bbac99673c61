package org.topicboards.benchmarks;

import java.util.List;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** Consumes through the adapter: a durable subscription that acknowledges each delivery. */
final class AdapterConsumer {

  private static final SubscriptionOptions OPTIONS =
      SubscriptionOptions.durable(
          SubscriptionName.of(BenchmarkQueue.SUBSCRIPTION), List.of(BoardPattern.ALL));

  private AdapterConsumer() {}

  /** The measured work: consumes what {@code load} says from the queue, filled before. */
  static Speed measure(BenchmarkQueue queue, Load load) throws Exception {
    BareConsumer.fill(queue, load);
    Consumption consumption = new Consumption(load);
    try (Broker broker = Brokers.connect(BrokerUri.parse(queue.adapterUri()))) {
      broker.subscribe(
          OPTIONS.prefetch(BareConsumer.PREFETCH_MESSAGES, OPTIONS.prefetchBytes()),
          delivery -> handle(delivery, consumption));
      return consumption.speed();
    }
  }

  private static void handle(Delivery delivery, Consumption consumption) {
    Message message = delivery.message();
    consumption.handled(
        delivery.board().value(), message.id(), message.source(), message.type(), message.body());
    delivery.acknowledge();
  }
}
