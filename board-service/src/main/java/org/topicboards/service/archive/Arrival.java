package org.topicboards.service.archive;

import org.topicboards.broker.Delivery;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.message.Message;

/** What the broker delivered and the writer has not dealt with yet. */
sealed interface Arrival {

  Message message();

  /** Its share of the queue's bound. */
  default long bytes() {
    return (long) message().body().length + message().attributeBytes();
  }

  /** For the archive. */
  record Posted(Delivery delivery) implements Arrival {
    @Override
    public Message message() {
      return delivery.message();
    }
  }

  /** Posted to no board: for the quarantine. */
  record Misaddressed(MisaddressedDelivery delivery) implements Arrival {
    @Override
    public Message message() {
      return delivery.message();
    }
  }
}
