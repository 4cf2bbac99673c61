package org.topicboards.requests;

import java.time.Instant;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message from the archive, as it was posted.
 *
 * @param sequence its place on the board, from 1
 * @param archived when the board service stored it, by the service's clock
 */
public record HistoryMessage(BoardName board, long sequence, Instant archived, Message message) {}
