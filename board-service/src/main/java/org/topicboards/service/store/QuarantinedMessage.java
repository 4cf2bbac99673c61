package org.topicboards.service.store;

import org.topicboards.message.Message;

/**
 * A message that cannot be archived.
 *
 * @param address where it was posted, as the transport names it; any text
 * @param reason why it is no part of the archive, in one line
 */
public record QuarantinedMessage(String address, Message message, String reason) {}
