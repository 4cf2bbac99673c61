package org.topicboards.command.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.topicboards.command.Utf8;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/** Writes messages as lines of CloudEvents JSON; the package says how. Thread-safe. */
public final class CloudEventWriter {

  /** Less than {@link CloudEventReader} takes, because the event around it adds a level. */
  private static final int MAX_BODY_NESTING = 500;

  private final JsonFactory json =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_BODY_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A writer without state. */
  public CloudEventWriter() {}

  /** Writes one line with its end to {@code out}, which stays open and is not flushed. */
  public void write(BoardName board, Message message, OutputStream out) throws IOException {
    write(board, message, Map.of(), out);
  }

  /**
   * The same with members that are no part of the message. A {@link CloudEventReader} that was
   * given their names tells them apart; for every other reader they are extension attributes.
   */
  public void write(BoardName board, Message message, Map<String, String> asides, OutputStream out)
      throws IOException {
    try (JsonGenerator line = json.createGenerator(out)) {
      line.writeStartObject();
      line.writeStringField("specversion", "1.0");
      line.writeStringField("id", message.id());
      line.writeStringField("source", message.source());
      line.writeStringField("type", message.type());
      line.writeStringField("time", Rfc3339.format(message.time()));
      if (message.contentType() != null) {
        line.writeStringField("datacontenttype", message.contentType());
      }
      line.writeStringField(OwnMembers.BOARD, board.value());
      for (Map.Entry<String, String> aside : asides.entrySet()) {
        line.writeStringField(aside.getKey(), aside.getValue());
      }
      writeExtensionsAndHeaders(message, asides.keySet(), line);
      writeBody(message, line);
      line.writeEndObject();
      line.writeRaw('\n');
    }
  }

  private static void writeExtensionsAndHeaders(
      Message message, Set<String> asideNames, JsonGenerator line) throws IOException {
    boolean hasHeaders = !message.headers().isEmpty();
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      if (isTaken(extension.getKey(), asideNames)) {
        hasHeaders = true;
      } else {
        line.writeStringField(extension.getKey(), extension.getValue());
      }
    }
    if (!hasHeaders) {
      return;
    }
    line.writeObjectFieldStart(OwnMembers.HEADERS);
    for (Map.Entry<String, String> extension : message.extensions().entrySet()) {
      if (isTaken(extension.getKey(), asideNames)) {
        line.writeStringField(
            OwnMembers.EXTENSION_PREFIX + extension.getKey(), extension.getValue());
      }
    }
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      line.writeStringField(header.getKey(), header.getValue());
    }
    line.writeEndObject();
  }

  private static boolean isTaken(String name, Set<String> asideNames) {
    return OwnMembers.isOwn(name) || asideNames.contains(name);
  }

  private void writeBody(Message message, JsonGenerator line) throws IOException {
    byte[] body = message.body();
    String contentType = message.contentType();
    if (body.length == 0) {
      return;
    }
    boolean isJson = ContentTypes.isJson(contentType);
    if ((isJson || ContentTypes.isText(contentType)) && ContentTypes.isUtf8(contentType)) {
      String text = Utf8.decode(body);
      if (text != null && !isJson) {
        line.writeStringField("data", text);
        return;
      }
      if (text != null && isJsonOnOneLine(text)) {
        line.writeFieldName("data");
        line.writeRawValue(text);
        return;
      }
    }
    line.writeBinaryField("data_base64", body);
  }

  /** Whether {@code text} is one JSON value with nothing around it and no line end in it. */
  private boolean isJsonOnOneLine(String text) throws IOException {
    if (text.indexOf('\n') >= 0
        || text.indexOf('\r') >= 0
        || text.charAt(0) <= ' '
        || text.charAt(text.length() - 1) <= ' ') {
      return false;
    }
    try (JsonParser parser = json.createParser(text)) {
      int depth = 0;
      int values = 0;
      while (parser.nextToken() != null) {
        parser.finishToken();
        if (parser.currentToken().isStructStart()) {
          depth++;
        } else if (parser.currentToken().isStructEnd()) {
          depth--;
        }
        if (depth == 0) {
          values++;
        }
      }
      return values == 1;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
