package org.topicboards.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * Kafka's own tools for measuring, with the settings of the bare clients. Each runs twice in its
 * JVM, first to warm up; the rate is the one that the tool itself reports.
 */
final class KafkaTools {

  private static final Pattern PRODUCED = Pattern.compile("records sent, ([0-9.]+) records/sec");

  /** Its last column is the rate without the time that joining the group took. */
  private static final Pattern CONSUMED = Pattern.compile(",\\s*([0-9.]+)\\s*$");

  /** It takes whole polls, of which the first run leaves less than one too few to the second. */
  private static final int CONSUMED_IN_VAIN = 10_000;

  private KafkaTools() {}

  /**
   * ProducerPerformance, which posts neither keys nor headers: its values are as much longer as
   * they would take.
   */
  static Speed produce(BenchmarkTopic topic, Load load) throws Exception {
    Target target = new Target(topic.bootstrapServers(), topic.name(), BareKafkaPublisher.SETTINGS);
    target.produce(load.warmUpMessages(), recordBytes(load.warmUpBodyBytes()));
    Stopwatch stopwatch = new Stopwatch();
    String report = target.produce(load.messages(), recordBytes(load.bodyBytes()));
    return speed(PRODUCED, report, stopwatch.speed(load.messages()));
  }

  /**
   * The same in the place of the bare client of {@code compare}, with records as long as its own,
   * and buffers for as many of them as its window.
   */
  static Speed produceAsRow(RowBoard board, Load load) throws Exception {
    int warmUpBytes = rowRecordBytes(load.warmUpBodyBytes());
    int bytes = rowRecordBytes(load.bodyBytes());
    target(board, warmUpBytes).produce(load.warmUpMessages(), warmUpBytes);
    Stopwatch stopwatch = new Stopwatch();
    String report = target(board, bytes).produce(load.messages(), bytes);
    return speed(PRODUCED, report, stopwatch.speed(load.messages()));
  }

  private static Target target(RowBoard board, int recordBytes) {
    Map<String, Object> settings = new HashMap<>(BareKafkaPublisher.SETTINGS);
    settings.put("buffer.memory", BarePublisher.WINDOW_MESSAGES * recordBytes);
    return new Target(board.bootstrapServers(), board.topic(), settings);
  }

  /** ConsumerPerformance, on the records of the bare publisher. */
  static Speed consume(BenchmarkTopic topic, Load load) throws Exception {
    topic.fill(
        new Load(load.warmUpMessages(), load.messages() + CONSUMED_IN_VAIN, load.bodyBytes()));
    consume(topic, load.warmUpMessages());
    Stopwatch stopwatch = new Stopwatch();
    String report = consume(topic, load.messages());
    return speed(CONSUMED, report, stopwatch.speed(load.messages()));
  }

  /** Body, key and headers of a record, with the two bytes that tell the lengths of a header. */
  static int recordBytes(int bodyBytes) {
    ProducerRecord<byte[], byte[]> record = BareKafkaPublisher.record("topic", new byte[bodyBytes]);
    int bytes = bodyBytes + record.key().length;
    for (Header header : record.headers()) {
      bytes += header.key().length() + header.value().length + 2;
    }
    return bytes;
  }

  /** The same of a record of the bare client of {@code compare}, which has a stamp besides. */
  static int rowRecordBytes(int bodyBytes) {
    return recordBytes(bodyBytes)
        + ComparisonRow.STAMP_HEADER.length()
        + ComparisonRow.stamp(0).length()
        + 2;
  }

  /** Where ProducerPerformance posts to, and how. */
  private record Target(String bootstrapServers, String topic, Map<String, Object> settings) {

    String produce(int messages, int recordBytes) throws Exception {
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("--bootstrap-server", bootstrapServers));
      arguments.addAll(List.of("--topic", topic));
      arguments.addAll(List.of("--num-records", Integer.toString(messages)));
      arguments.addAll(List.of("--record-size", Integer.toString(recordBytes)));
      arguments.addAll(List.of("--throughput", "-1"));
      arguments.add("--command-property");
      settings.forEach((name, value) -> arguments.add(name + "=" + value));
      return report(() -> ProducerPerformance.main(arguments.toArray(String[]::new)));
    }
  }

  private static String consume(BenchmarkTopic topic, int messages) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--bootstrap-server", topic.bootstrapServers()));
    arguments.addAll(List.of("--topic", topic.name()));
    arguments.addAll(List.of("--group", topic.group()));
    arguments.addAll(List.of("--num-records", Integer.toString(messages)));
    arguments.add("--hide-header");
    // Its own defaults are not those of the client.
    arguments.addAll(List.of("--socket-buffer-size", "65536"));
    arguments.add("--fetch-size=" + BareKafkaConsumer.SETTINGS.get("max.partition.fetch.bytes"));
    for (Map.Entry<String, Object> setting : BareKafkaConsumer.SETTINGS.entrySet()) {
      if (!setting.getKey().equals("enable.auto.commit")) { // the tool commits in no other way
        arguments.add("--command-property=" + setting.getKey() + "=" + setting.getValue());
      }
    }
    return report(() -> ConsumerPerformance.main(arguments.toArray(String[]::new)));
  }

  /** The rate of the tool's last line; the processor time of the whole second run. */
  private static Speed speed(Pattern pattern, String report, Speed run) throws IOException {
    Matcher matcher = pattern.matcher(report.strip());
    String rate = null;
    while (matcher.find()) {
      rate = matcher.group(1);
    }
    if (rate == null) {
      throw new IOException("a tool of Kafka printed no rate but: " + report);
    }
    return new Speed(Double.parseDouble(rate), run.cpuMicros());
  }

  /** What a tool prints. */
  private static String report(Tool tool) throws Exception {
    PrintStream stdout = System.out;
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    System.setOut(new PrintStream(report, true, StandardCharsets.UTF_8));
    try {
      tool.run();
    } finally {
      System.setOut(stdout);
    }
    return report.toString(StandardCharsets.UTF_8);
  }

  /** The main method of a tool. */
  @FunctionalInterface
  private interface Tool {
    void run() throws Exception;
  }
}
