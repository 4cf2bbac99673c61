package org.topicboards.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;

/**
 * Publishes with amqp-client alone what the adapter would: the same record, built anew for each
 * message with a fresh id and time, persistent and mandatory, within the same window.
 */
final class BarePublisher implements AutoCloseable {

  static final int WINDOW_MESSAGES = 1_000;
  static final String SOURCE = "benchmark";
  static final String CONTENT_TYPE = "application/octet-stream";

  private static final int PERSISTENT = 2;

  private final Connection connection;
  private final Channel channel;
  private final ConfirmWindow window = new ConfirmWindow(WINDOW_MESSAGES);
  private final String exchange;

  BarePublisher(BenchmarkQueue queue) throws IOException {
    this.exchange = queue.exchange();
    this.connection = queue.connect();
    this.channel = connection.createChannel();
    channel.confirmSelect();
    channel.addConfirmListener(window);
    channel.addReturnListener(returned -> window.fail("returned " + returned.getRoutingKey()));
  }

  /** The measured work: publishes all of {@code load} and waits for the confirms. */
  static Speed measure(BenchmarkQueue queue, Load load) throws Exception {
    try (BarePublisher publisher = new BarePublisher(queue)) {
      publisher.publishAll(new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      queue.purge();
      byte[] body = new byte[load.bodyBytes()];
      Stopwatch stopwatch = new Stopwatch();
      publisher.publishAll(body, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  /** Publishes so many messages; returns when the broker has confirmed them all. */
  void publishAll(byte[] body, int messages) throws IOException, InterruptedException {
    for (int i = 0; i < messages; i++) {
      window.enter(channel.getNextPublishSeqNo());
      channel.basicPublish(exchange, BenchmarkBoard.BOARD.value(), true, properties(), body);
    }
    window.awaitAllConfirmed();
  }

  private static AMQP.BasicProperties properties() {
    String id = Uuid7.next();
    Instant now = Instant.now();
    Map<String, Object> headers = new HashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", SOURCE);
    headers.put("ce-type", Message.DEFAULT_TYPE);
    headers.put("ce-time", now.toString());
    return new AMQP.BasicProperties.Builder()
        .contentType(CONTENT_TYPE)
        .headers(headers)
        .deliveryMode(PERSISTENT)
        .messageId(id)
        .timestamp(Date.from(now))
        .appId(SOURCE)
        .build();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
