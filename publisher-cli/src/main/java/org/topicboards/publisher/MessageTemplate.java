package org.topicboards.publisher;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.Utf8;
import org.topicboards.message.Message;

/**
 * What all messages of one run have in common.
 *
 * @param source the publisher's name
 * @param type the kind of event
 * @param contentType the media type of every body, or null to say of each whether it is text
 * @param headers the free headers
 */
record MessageTemplate(
    String source, String type, @Nullable String contentType, Map<String, String> headers) {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BYTES = "application/octet-stream";

  /** A new message with this body, which becomes its own. */
  Message message(byte[] body) {
    Message.Builder message = Message.from(source).type(type).body(body);
    if (contentType != null) {
      message.contentType(contentType);
    } else {
      message.contentType(Utf8.decode(body) != null ? TEXT : BYTES);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      message.header(header.getKey(), header.getValue());
    }
    return message.build();
  }
}
