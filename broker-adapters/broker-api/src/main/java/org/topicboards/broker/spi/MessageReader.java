package org.topicboards.broker.spi;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/**
 * Makes a message of what lies on a transport: our own, or a foreign tool's with none, some or odd
 * attributes. Whatever arrives becomes a message; what is missing or unusable gets a default, and
 * an unusable value is kept as a free header.
 *
 * <p>A transport header is a CloudEvents attribute if its name begins with {@code ce-} (Knative's
 * binding for AMQP 0-9-1), {@code ce_} (the Kafka binding) or {@code cloudEvents_} and {@code
 * cloudEvents:} (the AMQP 1.0 binding); of an attribute given twice the first counts. Not
 * thread-safe; one reader per message.
 */
public final class MessageReader {

  private static final String[] PREFIXES = {"ce-", "ce_", "cloudEvents_", "cloudEvents:"};

  private static final String INVALID_TIME_HEADER = "invalid-time";

  private final Message.Builder message;
  private @Nullable Map<String, String> extensions;
  private @Nullable String id;
  private @Nullable String source;
  private @Nullable String type;
  private @Nullable String contentType;
  private @Nullable Instant time;

  /** A reader for one message with this body, which becomes the message's own. */
  public MessageReader(byte[] body) {
    this.message = Message.from("").body(body);
  }

  /**
   * Takes one header of the transport, its value already as text. What a decoder makes of bytes is
   * always fit: it has no unpaired surrogate. A header without a name is left out.
   */
  public void header(String name, String value) {
    switch (name) {
      // What our own publishers write, without cutting a name out of each header of each message.
      case "ce-id", "ce_id" -> attribute("id", value);
      case "ce-source", "ce_source" -> attribute("source", value);
      case "ce-type", "ce_type" -> attribute("type", value);
      case "ce-time", "ce_time" -> attribute("time", value);
      case "ce-specversion", "ce_specversion" -> attribute("specversion", value);
      default -> otherHeader(name, value);
    }
  }

  private void otherHeader(String name, String value) {
    String attribute = attributeName(name);
    if (attribute == null) {
      if (!name.isEmpty()) {
        message.header(name, value);
      }
    } else {
      attribute(attribute, value);
    }
  }

  private void attribute(String attribute, String value) {
    switch (attribute) {
      case "id" -> id = id == null ? value : id;
      case "source" -> source = source == null ? value : source;
      case "type" -> type = type == null ? value : type;
      case "datacontenttype" -> contentType = contentType == null ? value : contentType;
      case "specversion" -> {
        // written anew when the message is posted again
      }
      case "time" -> {
        Optional<Instant> parsed = Rfc3339.parse(value);
        if (parsed.isEmpty()) {
          message.header(INVALID_TIME_HEADER, value);
        } else if (time == null) {
          time = parsed.get();
        }
      }
      default -> {
        if (Message.isExtensionName(attribute)) {
          extensions = extensions == null ? new LinkedHashMap<>(4) : extensions;
          extensions.putIfAbsent(attribute, value);
        } else {
          message.header("invalid-attribute-" + attribute, value);
        }
      }
    }
  }

  /** The content type that the transport itself names, which stands over an attribute. */
  public void contentType(String transportContentType) {
    contentType = transportContentType;
  }

  /**
   * The message.
   *
   * @param fallback what to use where the transport's headers say nothing
   */
  public Message read(Fallback fallback) {
    if (extensions != null) {
      extensions.forEach(message::extension);
    }
    String givenContentType = contentType == null || contentType.isEmpty() ? null : contentType;
    return message
        .id(id == null || id.isEmpty() ? fallback.id() : id)
        .source(source == null || source.isEmpty() ? fallback.source() : source)
        .type(type == null || type.isEmpty() ? fallback.type() : type)
        .time(time == null ? writable(fallback.time()) : time)
        .contentType(givenContentType)
        .build();
  }

  /** Foreign tools are known to put milliseconds where a transport wants seconds. */
  private Instant writable(Instant transportTime) {
    if (Rfc3339.canWrite(transportTime)) {
      return transportTime;
    }
    message.header(INVALID_TIME_HEADER, transportTime.toString());
    return Instant.now();
  }

  /** The attribute that a transport header of this name carries, or null for a free header. */
  private static @Nullable String attributeName(String name) {
    if (name.length() < 3 || name.charAt(0) != 'c') {
      return null;
    }
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length()).toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  /** What a message gets that names no id, source, type or time itself. Asked only where needed. */
  public interface Fallback {
    /** An id: the transport's own for this message, or a new one. */
    String id();

    /** A publisher's name, not empty. */
    String source();

    /** A type, not empty. */
    String type();

    /** A time; one that RFC 3339 cannot write is treated as an invalid attribute. */
    Instant time();
  }
}
