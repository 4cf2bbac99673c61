package org.topicboards.comparison.transport;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;
import org.topicboards.units.Durations;

/** Publishes the record that the adapter would: persistent, mandatory, with confirms. */
final class BareAmqpSender implements Transport.Sender {

  private static final int PERSISTENT = 2;

  private final Channel channel;
  private final String exchange;
  private final String source;
  private final Duration patience;
  private final ConfirmWindow window = new ConfirmWindow(Wire.WINDOW_MESSAGES);

  BareAmqpSender(Channel channel, String exchange, String source, Duration patience)
      throws IOException {
    this.channel = channel;
    this.exchange = exchange;
    this.source = source;
    this.patience = patience;
    channel.confirmSelect();
    channel.addConfirmListener(
        (sequence, multiple) -> window.settle(sequence, multiple, null),
        (sequence, multiple) ->
            window.settle(
                sequence, multiple, new PublishFailedException("the broker refused a message")));
    channel.addShutdownListener(
        cause ->
            window.failAll(new BrokerUnavailableException("the AMQP connection was lost", cause)));
  }

  @Override
  public void send(BoardName board, String stamp, byte[] body, Transport.Settlement settlement) {
    try {
      if (!window.enter(channel.getNextPublishSeqNo(), settlement, patience)) {
        settlement.settled(
            new BrokerTimeoutException(
                "the broker confirmed nothing for " + Durations.format(patience)));
        return;
      }
      channel.basicPublish(exchange, board.value(), true, properties(stamp), body);
    } catch (IOException | AlreadyClosedException e) {
      window.failAll(new BrokerUnavailableException("the AMQP connection was lost", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settlement.settled(new BrokerUnavailableException("interrupted", e));
    }
  }

  private AMQP.BasicProperties properties(String stamp) {
    String id = Uuid7.next();
    Instant now = Instant.now();
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", source);
    headers.put("ce-type", Message.DEFAULT_TYPE);
    headers.put("ce-time", now.toString());
    headers.put(Wire.STAMP, stamp);
    return new AMQP.BasicProperties.Builder()
        .contentType(Wire.CONTENT_TYPE)
        .headers(headers)
        .deliveryMode(PERSISTENT)
        .messageId(id)
        .timestamp(Date.from(now))
        .appId(source)
        .build();
  }

  @Override
  public void close() {
    try {
      window.awaitEmpty(patience);
      channel.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | AlreadyClosedException e) {
      // it is gone already
    }
  }
}
