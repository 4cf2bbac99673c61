package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.units.OneLine;

/** Answers as messages. Thread-safe. */
public final class AnswerCodec {

  private static final String TYPE = "org.topicboards.answer.";
  private static final String REQUEST_ID = "requestid";
  private static final String ANSWER_ID = "answerid";
  private static final String NUMBER = "number";
  private static final String CURSOR = "cursor";
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final int SHOWN_CHARACTERS = 60;

  /** A refusal is for people; one that is longer was not written by a service. */
  private static final int MAX_TEXT_CHARACTERS = 1_000;

  private AnswerCodec() {}

  /**
   * A message of an answer, with its place.
   *
   * @param requestId the id of the request's message
   * @param answerId new each time that a service answers, be it the same request again
   * @param number 1 for the first message of an answer, one more for each that follows
   */
  public record Numbered(String requestId, String answerId, long number, Answer answer) {}

  /** The message to post to the request's reply board. */
  public static Message write(Numbered numbered, String source) {
    Message.Builder message =
        Message.from(source)
            .extension(REQUEST_ID, numbered.requestId())
            .extension(ANSWER_ID, numbered.answerId())
            .extension(NUMBER, Long.toString(numbered.number()));
    if (numbered.answer() instanceof Answer.Chunk chunk) {
      if (chunk.next() != null) {
        message.extension(CURSOR, chunk.next().toString());
      }
      return message.type(TYPE + "chunk").contentType(LINES).body(chunk.lines()).build();
    }
    message.contentType(JSON);
    if (numbered.answer() instanceof Answer.Begin begin) {
      message.type(TYPE + "begin").body(JsonText.object(json -> write(begin, json)));
    } else if (numbered.answer() instanceof Answer.End end) {
      message.type(TYPE + "end").body(JsonText.object(json -> write(end, json)));
    } else if (numbered.answer() instanceof Answer.Refusal refusal) {
      message.type(TYPE + "refusal").body(JsonText.object(json -> write(refusal, json)));
    }
    return message.build();
  }

  /** Which request a message answers, or null if it is no answer. Costs nothing. */
  public static @Nullable String requestId(Message message) {
    return message.type().startsWith(TYPE) ? message.extensions().get(REQUEST_ID) : null;
  }

  /**
   * Reads an answer. Members that are not known are passed over.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public static Numbered read(Message message) {
    if (!message.type().startsWith(TYPE)) {
      throw unknown(message);
    }
    return new Numbered(
        extension(message, REQUEST_ID),
        extension(message, ANSWER_ID),
        number(extension(message, NUMBER)),
        answer(message));
  }

  private static Answer answer(Message message) {
    return switch (message.type().substring(TYPE.length())) {
      case "begin" -> begin(JsonObject.parse(message.body()));
      case "chunk" -> {
        String cursor = message.extensions().get(CURSOR);
        yield new Answer.Chunk(message.body(), cursor == null ? null : HistoryCursor.parse(cursor));
      }
      case "end" -> end(JsonObject.parse(message.body()));
      case "refusal" -> refusal(JsonObject.parse(message.body()));
      default -> throw unknown(message);
    };
  }

  private static IllegalArgumentException unknown(Message message) {
    return new IllegalArgumentException(
        "'" + OneLine.of(message.type(), SHOWN_CHARACTERS) + "' is no answer that is known here");
  }

  private static void write(Answer.Begin begin, JsonGenerator json) throws IOException {
    json.writeStringField(CURSOR, begin.cursor().toString());
    json.writeBooleanField("joined", begin.joined());
    if (begin.unheard() > 0) {
      json.writeNumberField("unheard", begin.unheard());
    }
    if (!begin.starts().later().isEmpty()) {
      write(begin.starts(), json);
    }
    json.writeArrayFieldStart("expired");
    for (ExpiredMessages expired : begin.expired()) {
      json.writeStartObject();
      json.writeStringField("board", expired.board().value());
      json.writeNumberField("from", expired.fromSequence());
      json.writeNumberField("to", expired.toSequence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Answer.Begin begin(JsonObject json) {
    List<ExpiredMessages> expired = new ArrayList<>();
    for (JsonObject gap : json.objects("expired")) {
      expired.add(
          new ExpiredMessages(
              BoardName.of(gap.text("board")), gap.number("from"), gap.number("to")));
    }
    return new Answer.Begin(
        HistoryCursor.parse(json.text(CURSOR)),
        expired,
        json.flag("joined"),
        json.number("unheard", 0),
        json.has("starts") ? starts(json) : PatternStarts.NONE);
  }

  private static void write(PatternStarts starts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("starts");
    for (Map.Entry<BoardPattern, Long> start : starts.later().entrySet()) {
      json.writeStartObject();
      json.writeStringField("pattern", start.getKey().value());
      json.writeNumberField("after", start.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static PatternStarts starts(JsonObject json) {
    Map<BoardPattern, Long> later = new HashMap<>();
    for (JsonObject start : json.objects("starts")) {
      later.put(BoardPattern.of(start.text("pattern")), start.number("after"));
    }
    return new PatternStarts(later);
  }

  private static void write(Answer.End end, JsonGenerator json) throws IOException {
    if (end.next() != null) {
      json.writeStringField("next", end.next().toString());
    }
    if (end.nextSequence() > 0) {
      json.writeNumberField("nextsequence", end.nextSequence());
    }
  }

  private static Answer.End end(JsonObject json) {
    String next = json.textOrNull("next");
    return new Answer.End(
        next == null ? null : HistoryCursor.parse(next), json.number("nextsequence", 0));
  }

  private static void write(Answer.Refusal refusal, JsonGenerator json) throws IOException {
    json.writeStringField("reason", text(refusal.reason()));
    json.writeStringField("text", refusal.text());
  }

  private static Answer.Refusal refusal(JsonObject json) {
    String reason = json.text("reason");
    String text = OneLine.of(json.text("text"), MAX_TEXT_CHARACTERS);
    for (Answer.Reason known : Answer.Reason.values()) {
      if (text(known).equals(reason)) {
        return new Answer.Refusal(known, text);
      }
    }
    throw new IllegalArgumentException(
        "'" + OneLine.of(reason, SHOWN_CHARACTERS) + "' is no reason that is known here");
  }

  private static String text(Answer.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String extension(Message message, String name) {
    String value = message.extensions().get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("it has no attribute '" + name + "'");
    }
    return value;
  }

  private static long number(String text) {
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw new IllegalArgumentException(
          "its number '" + OneLine.of(text, SHOWN_CHARACTERS) + "' is none");
    }
    return Long.parseLong(text);
  }
}
