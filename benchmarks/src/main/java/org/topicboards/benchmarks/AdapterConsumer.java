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
          SubscriptionName.of(BenchmarkBoard.SUBSCRIPTION), List.of(BoardPattern.ALL));

  private AdapterConsumer() {}

  /** The measured work: consumes what {@code load} says from the board, filled before. */
  static Speed measure(BenchmarkBoard board, Load load) throws Exception {
    Consumption consumption = new Consumption(load);
    try (Broker broker = Brokers.connect(BrokerUri.parse(board.adapterUri()))) {
      broker.subscribe(OPTIONS, delivery -> {}).close(); // from now on messages wait for it
      board.fill(load);
      broker.subscribe(
          OPTIONS.prefetch(board.prefetchMessages(), OPTIONS.prefetchBytes()),
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
