package org.topicboards.broker.multicast;

/**
 * What arrived breaks the format. Without a stack trace, because whoever floods the group with
 * garbage decides how often it is thrown.
 */
final class MalformedFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
