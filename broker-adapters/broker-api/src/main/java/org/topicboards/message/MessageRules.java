package org.topicboards.message;

import java.util.Map;
import java.util.Set;

/** The rules for a message's attributes and headers, checked once when it is built. */
final class MessageRules {

  /** Attributes with a place of their own, which therefore cannot be extensions. */
  private static final Set<String> CORE_ATTRIBUTES =
      Set.of("id", "source", "specversion", "type", "time", "datacontenttype", "data");

  /**
   * Under these prefixes transports carry the attributes; a header of that name would pose as one.
   */
  private static final String[] ATTRIBUTE_PREFIXES = {"ce-", "ce_", "cloudEvents_", "cloudEvents:"};

  /** The earliest and latest second that RFC 3339 can write. */
  private static final long MIN_TIME_SECONDS = -62_135_596_800L;

  private static final long MAX_TIME_SECONDS = 253_402_300_799L;

  private MessageRules() {}

  /**
   * Checks what must hold for every message, from wherever it comes.
   *
   * @return the bytes that all names and values take together
   */
  static int check(Message message) {
    long seconds = message.time().getEpochSecond();
    if (seconds < MIN_TIME_SECONDS || seconds > MAX_TIME_SECONDS) {
      throw new IllegalArgumentException(
          "time " + message.time() + " is outside the years 1 to 9999");
    }
    int total =
        attribute("id", message.id())
            + attribute("source", message.source())
            + attribute("type", message.type());
    String contentType = message.contentType();
    if (contentType != null) {
      total += attribute("content type", contentType);
    }
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      total += extensionName(extension.getKey());
      total += utf8Length("extension ", extension.getKey(), extension.getValue());
    }
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      total += headerName(header.getKey());
      total += utf8Length("header ", header.getKey(), header.getValue());
    }
    return total;
  }

  private static int attribute(String what, String value) {
    int length = utf8Length(what, "", value);
    if (length == 0) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    return length;
  }

  private static int extensionName(String name) {
    if (!isExtensionName(name)) {
      throw new IllegalArgumentException(
          "'" + Names.shown(name) + "' is no extension attribute (a-z and 0-9, no core attribute)");
    }
    return name.length();
  }

  static boolean isExtensionName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty() && !CORE_ATTRIBUTES.contains(name);
  }

  private static int headerName(String name) {
    for (String prefix : ATTRIBUTE_PREFIXES) {
      if (name.startsWith(prefix)) {
        throw new IllegalArgumentException(
            "header '" + Names.shown(name) + "' begins with '" + prefix + "', which is reserved");
      }
    }
    return attribute("header name", name);
  }

  /**
   * The length in UTF-8, which exists only for text without unpaired surrogates.
   *
   * @param kind with {@code name}, what the text is; put together only for an error
   */
  private static int utf8Length(String kind, String name, String text) {
    int ascii = 0;
    while (ascii < text.length() && text.charAt(ascii) < 0x80) {
      ascii++; // nearly all text: a loop as short as this one is worth it
    }
    int length = ascii;
    for (int i = ascii; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(c)) {
        length += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        length += 4;
        i++;
      } else {
        throw new IllegalArgumentException(
            kind + Names.shown(name) + " is not Unicode text (unpaired surrogate)");
      }
    }
    return length;
  }
}
