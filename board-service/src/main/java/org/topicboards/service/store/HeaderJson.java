package org.topicboards.service.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers and extensions as one column: a JSON object of strings in UTF-8, in the order in which
 * they were given; null for none. Any tool can read it, and it holds any Unicode, NUL included.
 */
final class HeaderJson {

  private static final TypeReference<LinkedHashMap<String, String>> TEXT_TO_TEXT =
      new TypeReference<>() {};

  /** Reads whatever was written: Jackson's own bounds are there for input from strangers. */
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNameLength(Integer.MAX_VALUE)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private HeaderJson() {}

  static byte @Nullable [] encode(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    try {
      return JSON.writeValueAsBytes(headers);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> decode(byte @Nullable [] column) {
    if (column == null) {
      return Map.of();
    }
    try {
      return JSON.readValue(column, TEXT_TO_TEXT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
