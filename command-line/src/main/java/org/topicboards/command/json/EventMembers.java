package org.topicboards.command.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.Utf8;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/** Collects the members of one event, which come in any order. */
final class EventMembers {

  private final byte[] line;
  private final Set<String> asideNames;
  private final Map<String, String> asides = new LinkedHashMap<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String board;
  private byte @Nullable [] binaryData;

  /** The JSON text of {@code data} as it stands in the line. */
  private byte @Nullable [] rawData;

  /** The value of {@code data} where that is a string. */
  private @Nullable String stringData;

  /** Whether {@code data} is null: a JSON document where the type is JSON, else no data at all. */
  private boolean nullData;

  EventMembers(byte[] line, Set<String> asideNames) {
    this.line = line;
    this.asideNames = asideNames;
  }

  /** Takes the member whose value the parser is at, and leaves the parser at the value's end. */
  void read(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "data" -> readData(parser);
      case "data_base64" -> binaryData = base64(parser);
      case OwnMembers.BOARD -> board = text(name, parser);
      case OwnMembers.HEADERS -> {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          readHeaders(parser);
        } else {
          put(attributes, name, parser);
        }
      }
      default -> put(asideNames.contains(name) ? asides : attributes, name, parser);
    }
  }

  CloudEvent event() {
    String version = required("specversion");
    if (!version.equals("1.0")) {
      throw new IllegalArgumentException("its specversion is '" + version + "', not '1.0'");
    }
    Message.Builder message =
        Message.from(required("source")).id(required("id")).type(required("type"));
    String time = attributes.remove("time");
    if (time != null) {
      message.time(
          Rfc3339.parse(time)
              .orElseThrow(
                  () -> new IllegalArgumentException("its time '" + time + "' is not RFC 3339")));
    }
    String contentType = attributes.remove("datacontenttype");
    if (nullData && !ContentTypes.isJson(contentType)) {
      rawData = null;
    }
    boolean isUnnamedJson = contentType == null && rawData != null && stringData == null;
    message.contentType(isUnnamedJson ? "application/json" : contentType);
    message.body(body(contentType));
    attributes.forEach(message::extension);
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(OwnMembers.EXTENSION_PREFIX)) {
            message.extension(name.substring(OwnMembers.EXTENSION_PREFIX.length()), value);
          } else {
            message.header(name, value);
          }
        });
    return new CloudEvent(board == null ? null : BoardName.of(board), message.build(), asides);
  }

  private byte[] body(@Nullable String contentType) {
    if (binaryData != null) {
      if (rawData != null) {
        throw new IllegalArgumentException("it has both data and data_base64");
      }
      return binaryData;
    }
    if (rawData == null) {
      return new byte[0];
    }
    if (stringData == null || ContentTypes.isJson(contentType)) {
      return rawData;
    }
    byte[] text = Utf8.encode(stringData);
    if (text == null) {
      throw new IllegalArgumentException("its data is not Unicode text (unpaired surrogate)");
    }
    return text;
  }

  private void readData(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    JsonToken token = parser.currentToken();
    stringData = token == JsonToken.VALUE_STRING ? parser.getText() : null;
    nullData = token == JsonToken.VALUE_NULL;
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    rawData = Arrays.copyOfRange(line, start, end);
  }

  private static byte @Nullable [] base64(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("its data_base64 is no string");
    }
    return parser.getBinaryValue();
  }

  private void readHeaders(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      put(headers, name, parser);
    }
  }

  private static void put(Map<String, String> map, String name, JsonParser parser)
      throws IOException {
    String text = text(name, parser);
    if (text != null) {
      map.put(name, text);
    }
  }

  /** A value as text: null stands for a member that is not there. */
  private static @Nullable String text(String name, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          parser.getText();
      default -> throw new IllegalArgumentException("its '" + name + "' is no text");
    };
  }

  private String required(String name) {
    String value = attributes.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("it is no CloudEvent: it has no " + name);
    }
    return value;
  }
}
