package org.topicboards.service.archive;

import java.util.concurrent.atomic.AtomicBoolean;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A delivery that remembers whether it was acknowledged. */
record RecordedDelivery(String address, Message message, AtomicBoolean acknowledged)
    implements Delivery, MisaddressedDelivery {

  static RecordedDelivery of(String address, String id, int bodyBytes) {
    Message message = Message.from("alice").id(id).body(new byte[bodyBytes]).build();
    return new RecordedDelivery(address, message, new AtomicBoolean());
  }

  boolean isAcknowledged() {
    return acknowledged.get();
  }

  @Override
  public BoardName board() {
    return BoardName.of(address);
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public boolean isRedelivered() {
    return false;
  }

  @Override
  public void acknowledge() {
    acknowledged.set(true);
  }

  @Override
  public void retry(String reason) {
    throw new AssertionError("the archive tries again by itself, but said: " + reason);
  }
}
