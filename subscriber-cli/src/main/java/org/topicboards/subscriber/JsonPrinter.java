package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import org.topicboards.command.json.CloudEventWriter;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.requests.ExpiredMessages;

/**
 * Lines of CloudEvents JSON. What is missing is an event too, of the type {@value #GAP_TYPE}, with
 * {@code from}, {@code to} and {@code count} in its data; {@code to} alone where the rest cannot be
 * told any more.
 */
final class JsonPrinter implements MessagePrinter {

  static final String GAP_TYPE = "org.topicboards.gap";

  private final CloudEventWriter writer = new CloudEventWriter();

  @Override
  public void print(BoardName board, Message message, OutputStream out) throws IOException {
    writer.write(board, message, out);
  }

  @Override
  public void printGap(ExpiredMessages gap, OutputStream out) throws IOException {
    String data =
        gap.count() == 0
            ? "{\"to\":%d}".formatted(gap.toSequence())
            : "{\"from\":%d,\"to\":%d,\"count\":%d}"
                .formatted(gap.fromSequence(), gap.toSequence(), gap.count());
    Message event =
        Message.from(SubscriberCommand.NAME)
            .type(GAP_TYPE)
            .contentType("application/json")
            .body(data.getBytes(UTF_8))
            .build();
    writer.write(gap.board(), event, out);
  }
}
