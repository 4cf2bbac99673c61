package org.topicboards.command.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Set;

/**
 * Reads lines of CloudEvents JSON, ours and those of other tools; the package says how.
 * Thread-safe.
 */
public final class CloudEventReader {

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Set<String> asideNames;

  /** A reader of messages, for which every further member is an extension attribute. */
  public CloudEventReader() {
    this(Set.of());
  }

  /** A reader for which the members of these names are no part of the message. */
  public CloudEventReader(Set<String> asideNames) {
    this.asideNames = Set.copyOf(asideNames);
  }

  /**
   * The event that {@code line} holds.
   *
   * @throws IllegalArgumentException if it holds none, or one that cannot be a message; one line
   *     that names the member and the rule
   */
  public CloudEvent read(byte[] line) {
    try (JsonParser parser = json.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      EventMembers members = new EventMembers(line, asideNames);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.read(name, parser);
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the event on its line");
      }
      return members.event();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is no JSON: "
              + reason(e)
              + (e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")"),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static String reason(JsonProcessingException failure) {
    // Jackson's words for an unexpected end speak of its own settings
    return failure instanceof JsonEOFException
        ? "the line ends too early"
        : failure.getOriginalMessage();
  }
}
