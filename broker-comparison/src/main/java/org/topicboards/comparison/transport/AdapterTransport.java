package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** A transport through its adapter, as every program of Topic Boards uses it. */
final class AdapterTransport implements Transport {

  private final Broker broker;
  private final PublisherOptions options;

  private AdapterTransport(Broker broker, PublisherOptions options) {
    this.broker = broker;
    this.options = options;
  }

  /**
   * Connects.
   *
   * @param patience how long a message may wait for its confirm
   */
  static AdapterTransport connect(BrokerUri uri, Duration patience) {
    return new AdapterTransport(
        Brokers.connect(uri, ConnectOptions.DEFAULTS.named(Wire.CLIENT)),
        PublisherOptions.DEFAULTS
            .window(Wire.WINDOW_MESSAGES, PublisherOptions.DEFAULTS.windowBytes())
            .within(patience));
  }

  @Override
  public Sender sender(String source) {
    return new AdapterSender(broker.publisher(options), source);
  }

  @Override
  public Receiver receiver(@Nullable String durableName, List<BoardName> boards, Arrival arrival) {
    List<BoardPattern> patterns =
        boards.stream().map(board -> BoardPattern.of(board.value())).toList();
    SubscriptionOptions subscriptionOptions =
        durableName == null
            ? SubscriptionOptions.ephemeral(patterns)
            : SubscriptionOptions.durable(SubscriptionName.of(durableName), patterns);
    Subscription subscription =
        broker.subscribe(subscriptionOptions, delivery -> receive(delivery, arrival));
    return subscription::close;
  }

  private static void receive(Delivery delivery, Arrival arrival) {
    String stamp = delivery.message().headers().get(Wire.STAMP);
    if (stamp != null) {
      arrival.arrived(stamp);
    }
    delivery.acknowledge();
  }

  @Override
  public void removeSubscription(String durableName) {
    broker.removeSubscription(SubscriptionName.of(durableName));
  }

  @Override
  public void close() {
    broker.close();
  }

  private record AdapterSender(Publisher publisher, String source) implements Sender {

    @Override
    public void send(BoardName board, String stamp, byte[] body, Settlement settlement) {
      Message message =
          Message.from(source)
              .contentType(Wire.CONTENT_TYPE)
              .header(Wire.STAMP, stamp)
              .body(body)
              .build();
      publisher
          .publish(board, message)
          .whenComplete((receipt, failure) -> settlement.settled(failure));
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
