package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.SubscriptionSummary.State;

/** Durable subscriptions as lines of JSON. Thread-safe. */
public final class SubscriptionLines {

  private SubscriptionLines() {}

  /** One line, without its end. */
  public static String write(SubscriptionSummary subscription) {
    byte[] json = JsonText.object(line -> write(subscription, line));
    return new String(json, StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote; members that are not known are passed over.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public static SubscriptionSummary read(byte[] line) {
    JsonObject json = JsonObject.parse(line);
    return new SubscriptionSummary(
        SubscriptionName.of(json.text("subscription")),
        json.text("broker"),
        json.texts("patterns").stream().map(BoardPattern::of).toList(),
        state(json),
        json.time("lastseen"),
        json.has("expires") ? json.time("expires") : null,
        json.flag("expiring"));
  }

  private static void write(SubscriptionSummary subscription, JsonGenerator line)
      throws IOException {
    line.writeStringField("subscription", subscription.name().value());
    line.writeStringField("broker", subscription.broker());
    line.writeArrayFieldStart("patterns");
    for (BoardPattern pattern : subscription.patterns()) {
      line.writeString(pattern.value());
    }
    line.writeEndArray();
    if (subscription.state() instanceof State.Present present) {
      line.writeNumberField("waiting", present.waitingMessages());
      line.writeNumberField("attached", present.attached());
    } else if (subscription.state() instanceof State.Kept kept) {
      line.writeNumberField("waiting", kept.waitingMessages());
    } else if (subscription.state() instanceof State.Gone) {
      line.writeBooleanField("gone", true);
    }
    line.writeStringField("lastseen", subscription.lastSeen().toString());
    if (subscription.expires() != null) {
      line.writeStringField("expires", subscription.expires().toString());
    }
    if (subscription.isExpiring()) {
      line.writeBooleanField("expiring", true);
    }
  }

  private static @Nullable State state(JsonObject json) {
    if (json.flag("gone")) {
      return new State.Gone();
    }
    if (!json.has("waiting")) {
      return null;
    }
    long waiting = json.number("waiting");
    return json.has("attached")
        ? new State.Present(waiting, json.intNumber("attached", 0))
        : new State.Kept(waiting);
  }
}
