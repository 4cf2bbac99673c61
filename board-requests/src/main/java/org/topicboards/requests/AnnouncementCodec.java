package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.units.OneLine;

/** Announcements as messages. Thread-safe. */
public final class AnnouncementCodec {

  private static final String TYPE = "org.topicboards.subscription.";
  private static final String ATTACHED = "attached";
  private static final String REMOVED = "removed";
  private static final String JSON = "application/json";

  /** On Kafka all about one subscription is in one partition, and so in order. */
  private static final String KEY = "partitionkey";

  private static final int SHOWN_CHARACTERS = 60;

  private AnnouncementCodec() {}

  /** The message to post to one of the {@link RegistryBoards}; its id is new. */
  public static Message write(Announcement announcement, String source) {
    return Message.from(source)
        .type(TYPE + (announcement instanceof Announcement.Attached ? ATTACHED : REMOVED))
        .contentType(JSON)
        .extension(KEY, announcement.name().value())
        .body(JsonText.object(json -> write(announcement, json)))
        .build();
  }

  /**
   * Reads an announcement. Members that are not known are passed over.
   *
   * @throws IllegalArgumentException if it is none, or of a reserved name; one line
   */
  public static Announcement read(Message message) {
    String type = message.type();
    if (!type.equals(TYPE + ATTACHED) && !type.equals(TYPE + REMOVED)) {
      throw new IllegalArgumentException(
          "'" + OneLine.of(type, SHOWN_CHARACTERS) + "' is no announcement that is known here");
    }
    JsonObject json = JsonObject.parse(message.body());
    SubscriptionName name = SubscriptionName.of(json.text("name"));
    if (name.isReserved()) {
      throw new IllegalArgumentException("subscription '" + name + "' is reserved for the system");
    }
    return type.equals(TYPE + REMOVED)
        ? new Announcement.Removed(name)
        : new Announcement.Attached(
            name, json.texts("patterns").stream().map(BoardPattern::of).toList());
  }

  private static void write(Announcement announcement, JsonGenerator json) throws IOException {
    json.writeStringField("name", announcement.name().value());
    if (announcement instanceof Announcement.Attached attached) {
      json.writeArrayFieldStart("patterns");
      for (BoardPattern pattern : attached.patterns()) {
        json.writeString(pattern.value());
      }
      json.writeEndArray();
    }
  }
}
