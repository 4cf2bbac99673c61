package org.topicboards.service.store;

import java.time.Instant;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message as the archive holds it.
 *
 * @param sequence its place on the board, from 1
 * @param archived when it was stored, by the service's clock
 */
public record ArchivedMessage(BoardName board, long sequence, Instant archived, Message message) {}
