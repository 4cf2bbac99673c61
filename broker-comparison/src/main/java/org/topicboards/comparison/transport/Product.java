package org.topicboards.comparison.transport;

import java.time.Duration;
import org.topicboards.broker.BrokerUri;

/** What is known of a kind of broker beside its adapter. Stateless. */
interface Product {

  /** The kind of broker behind this URI. */
  static Product of(BrokerUri uri) {
    return switch (uri.scheme()) {
      case "amqp", "amqps" -> new AmqpProduct();
      case "kafka" -> new KafkaProduct();
      default -> new OtherProduct();
    };
  }

  /**
   * Asks the broker.
   *
   * @throws org.topicboards.broker.BrokerException if it does not answer
   */
  Facts facts(BrokerUri uri);

  /** Whether its bare client can be given the same work as the adapter at this URI. */
  boolean hasBareClient(BrokerUri uri);

  /**
   * Connects the bare client.
   *
   * @param prefix goes before every name, as it does with the adapter
   * @param patience how long a message may wait for its confirm
   */
  Transport connectBare(BrokerUri uri, String prefix, Duration patience);

  /** Parameters that the adapter is given beside the prefix, such as {@code &archive=off}. */
  String adapterParameters(BrokerUri uri);

  /** Deletes all that was made on the broker under this prefix and does not go by itself. */
  void removeAll(BrokerUri uri, String prefix);
}
