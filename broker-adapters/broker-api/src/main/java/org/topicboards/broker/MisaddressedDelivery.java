package org.topicboards.broker;

import org.topicboards.message.Message;

/** A message whose address on the transport is no board name. Settled as a {@link Delivery}. */
public interface MisaddressedDelivery {

  /** Where it was posted, as the transport names it; any text. */
  String address();

  /** The message. */
  Message message();

  /** Says that it was dealt with. */
  void acknowledge();
}
