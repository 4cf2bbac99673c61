package org.topicboards.service.store;

import java.time.Instant;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message as the archive holds it.
 *
 * @param position its place among the messages of all boards, rising, with gaps
 * @param sequence its place on the board, from 1
 * @param archived when it was stored, by the service's clock; never earlier than that of a message
 *     with a lower position
 */
public record ArchivedMessage(
    BoardName board, long position, long sequence, Instant archived, Message message) {}
