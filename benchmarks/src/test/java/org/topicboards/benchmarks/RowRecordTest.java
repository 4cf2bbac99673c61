package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;

/** The brokers' own tools post as many bytes as the bare client of {@code compare}. */
class RowRecordTest {

  private static final Load LOAD = new Load(1, 1, 100);

  @TempDir Path folder;

  @Test
  void shouldLetPerfTestPostTheSameProperties() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder));
        RowBoard board = RowBoard.open(broker.uri());
        Connection connection = BareConnection.open(broker.uri());
        Channel channel = connection.createChannel()) {
      ComparisonRow.measurePublishing(board, LOAD);
      RabbitMqTool.post(board, 1, LOAD.bodyBytes());

      GetResponse row = channel.basicGet(board.queue(), true);
      GetResponse tools = channel.basicGet(board.queue(), true);
      assertThat(tools.getBody()).hasSameSizeAs(row.getBody());
      assertThat(lengths(tools.getProps())).isEqualTo(lengths(row.getProps()));
      assertThat(tools.getEnvelope().getRoutingKey()).isEqualTo(row.getEnvelope().getRoutingKey());
    }
  }

  @Test
  void shouldLetProducerPerformancePostAsManyBytes() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.of(folder));
        RowBoard board = RowBoard.open("kafka://" + kafka.bootstrapServers())) {
      ComparisonRow.measurePublishing(board, LOAD);

      ConsumerRecord<byte[], byte[]> row =
          KafkaRecordTest.records(board.bootstrapServers(), board.topic(), 2).get(1);
      int bytes = row.key().length + row.value().length;
      for (Header header : row.headers()) {
        bytes += header.key().length() + header.value().length + 2;
      }
      assertThat(KafkaTools.rowRecordBytes(LOAD.bodyBytes())).isEqualTo(bytes);
    }
  }

  /** Of all that becomes bytes, by name. */
  private static Map<String, Integer> lengths(AMQP.BasicProperties properties) {
    Map<String, Integer> lengths = new TreeMap<>();
    properties.getHeaders().forEach((name, value) -> lengths.put(name, bytes(value)));
    lengths.put("content-type", bytes(properties.getContentType()));
    lengths.put("delivery-mode", properties.getDeliveryMode());
    lengths.put("message-id", bytes(properties.getMessageId()));
    lengths.put("app-id", bytes(properties.getAppId()));
    lengths.put("timestamp", properties.getTimestamp() == null ? 0 : Long.BYTES);
    lengths.put("type", bytes(properties.getType()));
    return lengths;
  }

  private static int bytes(@Nullable Object text) {
    return text == null ? 0 : text.toString().getBytes(UTF_8).length;
  }
}
