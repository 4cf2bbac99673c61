package org.topicboards.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message: a <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">
 * CloudEvents 1.0</a> event with free headers beside its attributes. Immutable, and compared by
 * content.
 *
 * <p>The board is not part of it: the same message may be posted to several.
 *
 * <p>Every text must be Unicode (no unpaired surrogate), because every transport carries it as
 * UTF-8. What is posted is bounded, on every transport alike: {@value #MAX_ATTRIBUTE_BYTES} bytes
 * for id, source, type, content type and each header or extension name, {@value #MAX_HEADERS_BYTES}
 * bytes for all names and values together; the body's bound is the broker URI's {@code max-body}.
 * What foreign tools posted may be larger, and is readable all the same.
 */
public final class Message {

  /** The type of a message whose publisher names none. */
  public static final String DEFAULT_TYPE = "org.topicboards.message";

  /** The longest id, source, type, content type or name that can be posted, in bytes of UTF-8. */
  public static final int MAX_ATTRIBUTE_BYTES = 255;

  /** The most that all names and values posted together may take, in bytes of UTF-8. */
  public static final int MAX_HEADERS_BYTES = 64 * 1024;

  private static final byte[] NO_BODY = {};

  private final String id;
  private final String source;
  private final String type;
  private final Instant time;
  private final @Nullable String contentType;
  private final Map<String, String> extensions;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int attributeBytes;

  private Message(Builder builder) {
    this.id = builder.id != null ? builder.id : Uuid7.next();
    this.source = Objects.requireNonNull(builder.source, "source");
    this.type = builder.type;
    this.time = builder.time != null ? builder.time : Instant.now();
    this.contentType = builder.contentType;
    this.extensions = unmodifiableCopy(builder.extensions);
    this.headers = unmodifiableCopy(builder.headers);
    this.body = builder.body;
    this.attributeBytes = MessageRules.check(this);
  }

  /**
   * Whether {@code name} can be an extension attribute: {@code [a-z0-9]+} and no core attribute
   * with a place of its own.
   */
  public static boolean isExtensionName(String name) {
    return MessageRules.isExtensionName(name);
  }

  /** A message from {@code source} (the publisher's name; a URI reference), else all defaults. */
  public static Builder from(String source) {
    return new Builder().source(source);
  }

  /** A builder that starts with everything that this message has. */
  public Builder toBuilder() {
    Builder builder =
        new Builder()
            .id(id)
            .source(source)
            .type(type)
            .time(time)
            .contentType(contentType)
            .body(body);
    extensions.forEach(builder::extension);
    headers.forEach(builder::header);
    return builder;
  }

  /** Unique among the messages of one source. */
  public String id() {
    return id;
  }

  /** The publisher's name. */
  public String source() {
    return source;
  }

  /** What kind of event this is. */
  public String type() {
    return type;
  }

  /** When it happened, by the publisher's clock, to the nanosecond. */
  public Instant time() {
    return time;
  }

  /** The media type of the body, or null where the publisher named none. */
  public @Nullable String contentType() {
    return contentType;
  }

  /**
   * CloudEvents extension attributes, and the optional {@code subject} and {@code dataschema}:
   * names of {@code [a-z0-9]}, in the order in which they were given. Unmodifiable.
   */
  public Map<String, String> extensions() {
    return extensions;
  }

  /** Free headers, text to text, in the order in which they were given. Unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * The body. Not a copy, so that a large body is held once: whoever built the message or reads it
   * must not write to the array.
   */
  public byte[] body() {
    return body;
  }

  /**
   * The bytes of UTF-8 that all attributes and headers take, names and values, without the body.
   */
  public int attributeBytes() {
    return attributeBytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message
        && id.equals(message.id)
        && source.equals(message.source)
        && type.equals(message.type)
        && time.equals(message.time)
        && Objects.equals(contentType, message.contentType)
        && extensions.equals(message.extensions)
        && headers.equals(message.headers)
        && Arrays.equals(body, message.body);
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + id.hashCode();
  }

  /** Source, id and size on one line; never the content. */
  @Override
  public String toString() {
    return "Message["
        + Names.shown(source)
        + " "
        + Names.shown(id)
        + ", "
        + body.length
        + " bytes]";
  }

  private static Map<String, String> unmodifiableCopy(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Collects the parts of a message. Not thread-safe.
   *
   * <p>Defaults: a fresh {@link Uuid7}, {@link #DEFAULT_TYPE}, the time of {@link #build}, no
   * content type, no headers, an empty body.
   */
  public static final class Builder {
    private @Nullable String id;
    private @Nullable String source;
    private String type = DEFAULT_TYPE;
    private @Nullable Instant time;
    private @Nullable String contentType;
    private @Nullable Map<String, String> extensions;
    private @Nullable Map<String, String> headers;
    private byte[] body = NO_BODY;

    private Builder() {}

    /** Sets the id; a message sent again must keep it. */
    public Builder id(String id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Sets the publisher's name. */
    public Builder source(String source) {
      this.source = Objects.requireNonNull(source, "source");
      return this;
    }

    /** Sets the kind of event. */
    public Builder type(String type) {
      this.type = Objects.requireNonNull(type, "type");
      return this;
    }

    /** Sets when it happened. */
    public Builder time(Instant time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Sets the media type of the body, null for none. */
    public Builder contentType(@Nullable String contentType) {
      this.contentType = contentType;
      return this;
    }

    /** Sets one extension attribute. */
    public Builder extension(String name, String value) {
      if (extensions == null) {
        extensions = new LinkedHashMap<>();
      }
      extensions.put(name, value);
      return this;
    }

    /** Sets one free header. */
    public Builder header(String name, String value) {
      if (headers == null) {
        headers = new LinkedHashMap<>();
      }
      headers.put(name, value);
      return this;
    }

    /** Sets the body, which becomes the message's own: the caller must not write to it again. */
    public Builder body(byte[] body) {
      this.body = Objects.requireNonNull(body, "body");
      return this;
    }

    /**
     * The message.
     *
     * @throws IllegalArgumentException if a part breaks the rules of {@link Message}; one line that
     *     names the part, its value and the rule
     */
    public Message build() {
      return new Message(this);
    }
  }
}
