package org.topicboards.command.json;

import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One event of a JSON line.
 *
 * @param board where it was posted, null where the line does not say
 * @param message the message
 */
public record CloudEvent(@Nullable BoardName board, Message message) {}
