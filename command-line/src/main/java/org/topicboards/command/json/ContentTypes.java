package org.topicboards.command.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a content type says about how a body can be written in JSON. */
final class ContentTypes {

  private static final String CHARSET = "charset=";

  private ContentTypes() {}

  /** Whether the body is JSON, by the rule of the CloudEvents JSON format, section 3.1. */
  static boolean isJson(@Nullable String contentType) {
    String mediaType = mediaType(contentType);
    return mediaType.endsWith("/json") || mediaType.endsWith("+json");
  }

  /** Whether the body is text, as far as anybody says. */
  static boolean isText(@Nullable String contentType) {
    String mediaType = mediaType(contentType);
    return mediaType.isEmpty()
        || mediaType.startsWith("text/")
        || mediaType.endsWith("/xml")
        || mediaType.endsWith("+xml");
  }

  /** Whether text of this type is in UTF-8, as far as anybody says. */
  static boolean isUtf8(@Nullable String contentType) {
    String lowerCase = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    int start = lowerCase.indexOf(CHARSET);
    if (start < 0) {
      return true;
    }
    String charset = lowerCase.substring(start + CHARSET.length()).replace("\"", "");
    return charset.startsWith("utf-8") || charset.startsWith("us-ascii");
  }

  private static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int parameters = contentType.indexOf(';');
    String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return mediaType.strip().toLowerCase(Locale.ROOT);
  }
}
