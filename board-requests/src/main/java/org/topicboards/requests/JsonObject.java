package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.OneLine;
import org.topicboards.units.Rfc3339;

/**
 * A JSON object from outside, read strictly: no member twice, nothing behind it, nothing large. A
 * member is taken with the type that it must have; what is not taken can be refused. Every fault is
 * an {@link IllegalArgumentException} of one line. Not thread-safe.
 */
final class JsonObject {

  private static final int SHOWN_CHARACTERS = 60;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(1 << 20)
                  .maxNestingDepth(8)
                  .maxNumberLength(30)
                  .maxNameLength(100)
                  .maxStringLength(1 << 16)
                  .build())
          .build();

  private final Map<String, Object> members;

  private JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /** The object that {@code json} holds. */
  static JsonObject parse(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      Map<String, Object> members = object(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON object");
      }
      return new JsonObject(members);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is no JSON: " + OneLine.of(e.getOriginalMessage(), 2 * SHOWN_CHARACTERS), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /** How many of these members are there. */
  long count(Set<String> names) {
    return names.stream().filter(members::containsKey).count();
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw new IllegalArgumentException("it has no '" + name + "'");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    Object value = members.remove(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, value, "a text");
  }

  /** A whole number that is not negative. */
  long number(String name) {
    Object value = members.remove(name);
    if (value instanceof BigInteger number && number.signum() >= 0 && number.bitLength() < 64) {
      return number.longValue();
    }
    throw wrong(name, value, "a whole number from 0 to " + Long.MAX_VALUE);
  }

  long number(String name, long defaultValue) {
    return has(name) ? number(name) : defaultValue;
  }

  int intNumber(String name, int defaultValue) {
    return (int) Math.min(Integer.MAX_VALUE, number(name, defaultValue));
  }

  boolean flag(String name) {
    Object value = members.remove(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(name, value, "true or false");
  }

  Instant time(String name) {
    String text = text(name);
    return Rfc3339.parse(text).orElseThrow(() -> wrong(name, text, "a time (RFC 3339)"));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw wrong(name, element, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof JsonObject object)) {
        throw wrong(name, element, "a list of objects");
      }
      objects.add(object);
    }
    return objects;
  }

  /** Refuses members that nobody has taken. */
  void checkAllTaken() {
    if (!members.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + OneLine.of(members.keySet().iterator().next(), SHOWN_CHARACTERS)
              + "' is not known here");
    }
  }

  private List<?> list(String name) {
    Object value = members.remove(name);
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(name, value, "a list");
  }

  private static IllegalArgumentException wrong(
      String name, @Nullable Object value, String mustBe) {
    return new IllegalArgumentException(
        value == null
            ? "it has no '" + name + "', which must be " + mustBe
            : "its '"
                + name
                + "' is "
                + (value instanceof JsonObject
                    ? "an object"
                    : "'" + OneLine.of(value.toString(), SHOWN_CHARACTERS) + "'")
                + " but must be "
                + mustBe);
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Object value = value(parser, parser.nextToken());
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_OBJECT -> new JsonObject(object(parser));
      case START_ARRAY -> array(parser);
      default -> throw new IllegalArgumentException("it is no JSON");
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      Object element = token == null ? null : value(parser, token);
      if (element == null) {
        throw new IllegalArgumentException("a list has an empty place");
      }
      elements.add(element);
    }
    return elements;
  }
}
