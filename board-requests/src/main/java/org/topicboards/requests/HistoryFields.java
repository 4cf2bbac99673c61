package org.topicboards.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;

/** The fields of a request for history, as in docs/history-protocol.md. */
final class HistoryFields {

  private static final Set<String> STARTS =
      Set.of("all", "last", "since", "from", "after", "id", "subscriber", "cursor");
  private static final Set<String> ENDS = Set.of("until", "through");

  private HistoryFields() {}

  static void write(Request.History history, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("boards");
    for (BoardPattern pattern : history.query().boards()) {
      json.writeString(pattern.value());
    }
    json.writeEndArray();
    writeStart(history.query().start(), json);
    if (history.query().end() instanceof End.Until until) {
      json.writeStringField("until", until.time().toString());
    } else if (history.query().end() instanceof End.Through through) {
      json.writeNumberField("through", through.sequence());
    }
    if (history.join()) {
      json.writeBooleanField("join", true);
    }
    if (!history.heard().isEmpty()) {
      json.writeArrayFieldStart("heard");
      for (HeardMessages heard : history.heard()) {
        json.writeString(heard.toString());
      }
      json.writeEndArray();
    }
    json.writeNumberField("chunkbytes", history.credit().chunkBytes());
    json.writeNumberField("answerbytes", history.credit().answerBytes());
  }

  private static void writeStart(Start start, JsonGenerator json) throws IOException {
    if (start instanceof Start.Last last) {
      json.writeNumberField("last", last.messages());
    } else if (start instanceof Start.Since since) {
      json.writeStringField("since", since.time().toString());
    } else if (start instanceof Start.From from) {
      json.writeNumberField("from", from.sequence());
    } else if (start instanceof Start.After after) {
      json.writeStringField("after", after.id());
    } else if (start instanceof Start.Id id) {
      json.writeStringField("id", id.id());
    } else if (start instanceof Start.Behind behind) {
      json.writeStringField("subscriber", behind.subscriber().value());
    } else if (start instanceof Start.At at) {
      json.writeStringField("cursor", at.cursor().toString());
    } else {
      json.writeBooleanField("all", true);
    }
  }

  static Request.History read(JsonObject json) {
    List<BoardPattern> boards = json.texts("boards").stream().map(BoardPattern::of).toList();
    if (json.count(STARTS) != 1) {
      throw new IllegalArgumentException(
          "it must have exactly one of all, last, since, from, after, id, subscriber and cursor");
    }
    if (json.count(ENDS) > 1) {
      throw new IllegalArgumentException("it has both until and through");
    }
    HistoryQuery query = new HistoryQuery(boards, start(json), end(json));
    boolean join = json.flag("join");
    Credit credit =
        new Credit(
            json.intNumber("chunkbytes", Credit.RELIABLE.chunkBytes()),
            json.intNumber("answerbytes", Credit.RELIABLE.answerBytes()));
    List<HeardMessages> heard =
        json.has("heard")
            ? json.texts("heard").stream().map(HeardMessages::parse).toList()
            : List.of();
    return new Request.History(query, join, credit, heard);
  }

  private static Start start(JsonObject json) {
    if (json.has("last")) {
      return new Start.Last(json.number("last"));
    }
    if (json.has("since")) {
      return new Start.Since(json.time("since"));
    }
    if (json.has("from")) {
      return new Start.From(json.number("from"));
    }
    if (json.has("after")) {
      return new Start.After(json.text("after"));
    }
    if (json.has("id")) {
      return new Start.Id(json.text("id"));
    }
    if (json.has("subscriber")) {
      return new Start.Behind(subscriber(json));
    }
    if (json.has("cursor")) {
      return new Start.At(HistoryCursor.parse(json.text("cursor")));
    }
    if (!json.flag("all")) {
      throw new IllegalArgumentException("its 'all' must be true where it is given");
    }
    return new Start.All();
  }

  private static End end(JsonObject json) {
    if (json.has("until")) {
      return new End.Until(json.time("until"));
    }
    return json.has("through") ? new End.Through(json.number("through")) : new End.Now();
  }

  static SubscriptionName subscriber(JsonObject json) {
    SubscriptionName subscriber = SubscriptionName.of(json.text("subscriber"));
    if (subscriber.isReserved()) {
      throw new IllegalArgumentException(
          "subscriber '" + subscriber + "' is reserved for the system");
    }
    return subscriber;
  }
}
