package org.topicboards.broker;

/**
 * The transport's acknowledgement of one message.
 *
 * @param routed false if the transport reports that no subscription took the message, so that
 *     nobody will see it
 */
public record PublishReceipt(boolean routed) {

  /** Acknowledged, and taken by at least one subscription as far as the transport tells. */
  public static final PublishReceipt ROUTED = new PublishReceipt(true);

  /** Acknowledged, but no subscription took it. */
  public static final PublishReceipt UNROUTED = new PublishReceipt(false);
}
