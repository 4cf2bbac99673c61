package org.topicboards.message;

/**
 * What makes two deliveries the same message: the board, the publisher ({@code source}) and the id
 * that the publisher gave it (CloudEvents 1.0, section "id": source and id together are unique).
 */
public record MessageIdentity(BoardName board, String source, String id) {

  /** The identity of {@code message} as posted to {@code board}. */
  public static MessageIdentity of(BoardName board, Message message) {
    return new MessageIdentity(board, message.source(), message.id());
  }
}
