package org.topicboards.broker.spi;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.ByteSizes;
import org.topicboards.units.OneLine;

/**
 * The bounds on what can be posted, the same on every transport, checked before anything is sent.
 */
public final class PublishBounds {

  /** The largest body where the URI does not say otherwise. */
  public static final long DEFAULT_MAX_BODY_BYTES = 1 << 20;

  /** The largest that {@code max-body} may say: RabbitMQ 4 refuses more, headers included. */
  public static final long LARGEST_MAX_BODY_BYTES = 16 << 20;

  private static final int SHOWN_CHARACTERS = 40;

  /** For dead letters: what a foreign tool could post must not fail to be set aside. */
  public static final PublishBounds NONE = new PublishBounds(Long.MAX_VALUE);

  private final long maxBodyBytes;

  /** Bounds with the {@code max-body} of a URI. */
  public PublishBounds(long maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Why the message cannot be posted, or null where it can. */
  public @Nullable PublishFailedException check(BoardName board, Message message) {
    String fault = fault(message);
    return fault == null
        ? null
        : new PublishFailedException(
            "message "
                + OneLine.of(message.id(), SHOWN_CHARACTERS)
                + " to board "
                + board
                + " was not sent: "
                + fault);
  }

  private @Nullable String fault(Message message) {
    if (this == NONE) {
      return null;
    }
    int bodyBytes = message.body().length;
    if (bodyBytes > maxBodyBytes) {
      return "its body has "
          + bodyBytes
          + " bytes, at most "
          + maxBodyBytes
          + " ("
          + ByteSizes.format(maxBodyBytes)
          + ") are allowed (raise it with ?max-body= in the broker URI, up to 16m)";
    }
    if (message.attributeBytes() > Message.MAX_HEADERS_BYTES) {
      return "its attributes and headers take "
          + message.attributeBytes()
          + " bytes, at most "
          + Message.MAX_HEADERS_BYTES
          + " are allowed (put it into the body)";
    }
    if (message.attributeBytes() <= Message.MAX_ATTRIBUTE_BYTES) {
      return null; // no single one can be too long
    }
    String contentType = message.contentType();
    String fault = tooLong("id", message.id());
    fault = fault != null ? fault : tooLong("source", message.source());
    fault = fault != null ? fault : tooLong("type", message.type());
    fault = fault != null || contentType == null ? fault : tooLong("content type", contentType);
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      fault = fault != null ? fault : tooLong("header name", header.getKey());
    }
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      fault = fault != null ? fault : tooLong("extension name", "ce-" + extension.getKey());
    }
    return fault;
  }

  private static @Nullable String tooLong(String what, String value) {
    int most = Message.MAX_ATTRIBUTE_BYTES;
    if (value.length() * 3 <= most) {
      return null; // even if every character took three bytes
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= most
        ? null
        : what
            + " '"
            + OneLine.of(value, SHOWN_CHARACTERS)
            + "' has "
            + bytes
            + " bytes, at most "
            + most
            + " are allowed";
  }
}
