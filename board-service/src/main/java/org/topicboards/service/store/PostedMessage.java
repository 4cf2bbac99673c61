package org.topicboards.service.store;

import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message and the board it was posted to. */
public record PostedMessage(BoardName board, Message message) {}
