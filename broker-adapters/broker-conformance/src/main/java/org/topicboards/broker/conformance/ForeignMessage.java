package org.topicboards.broker.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message as a foreign tool sees it on the transport.
 *
 * @param headers the transport's headers, values as text
 * @param body the bytes; not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // read by tests, never compared
public record ForeignMessage(Map<String, String> headers, byte[] body) {

  /** A message without headers. */
  public static ForeignMessage of(String body) {
    return new ForeignMessage(Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
