package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.perf.Log;
import com.rabbitmq.perf.PerfTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;
import org.topicboards.units.Rfc3339;

/**
 * RabbitMQ's own tool for measuring, PerfTest, with the place, the settings and the properties of
 * messages of the bare client of {@code compare}. The rate is the mean of those that the tool
 * reports each second: the one that it reports at its end includes waiting to close.
 */
final class RabbitMqTool {

  private static final int LEAST_SECONDS = 3;

  private RabbitMqTool() {}

  /** Publishes what {@code load} says: twice, first to warm up. */
  static Speed publish(RowBoard board, Load load) throws IOException {
    Log.configureLog();
    post(board, load.warmUpMessages(), load.warmUpBodyBytes());
    board.empty();
    Stopwatch stopwatch = new Stopwatch();
    String report = post(board, load.messages(), load.bodyBytes());
    double cpuMicros = stopwatch.speed(load.messages()).cpuMicros();
    List<Double> rates = rates(report, "confirmed");
    // Connecting is in the first second, closing in the last.
    return new Speed(mean(rates.subList(Math.min(1, rates.size()), rates.size())), cpuMicros);
  }

  /** Publishes to one consumer for as long as the bare client does. */
  static Speed publishAndConsume(RowBoard board, Load load) throws IOException {
    Log.configureLog();
    int warmUpSeconds = (int) ComparisonRow.WARM_UP.toSeconds();
    int seconds = warmUpSeconds + (int) ComparisonRow.MEASURED.toSeconds();
    List<String> arguments = arguments(board, load.bodyBytes());
    arguments.addAll(List.of("--consumers", "1", "--time", Integer.toString(seconds + 2)));
    arguments.addAll(List.of("--qos", Integer.toString(BareConsumer.PREFETCH_MESSAGES)));
    arguments.addAll(List.of("--multi-ack-every", "" + BareConsumer.PREFETCH_MESSAGES / 4));
    Stopwatch stopwatch = new Stopwatch();
    List<Double> rates = rates(report(arguments), "received");
    int messages = (int) rates.stream().mapToDouble(Double::doubleValue).sum();
    double cpuMicros = stopwatch.speed(Math.max(1, messages)).cpuMicros();
    int last = Math.min(seconds, rates.size());
    return new Speed(mean(rates.subList(Math.min(warmUpSeconds, last), last)), cpuMicros);
  }

  /** Publishes so many; returns what the tool prints. */
  static String post(RowBoard board, int messages, int bodyBytes) throws IOException {
    List<String> arguments = arguments(board, bodyBytes);
    arguments.addAll(List.of("--consumers", "0", "--pmessages", Integer.toString(messages)));
    return report(arguments);
  }

  private static List<String> arguments(RowBoard board, int bodyBytes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--uri", board.server(), "--disable-connection-recovery"));
    arguments.addAll(List.of("--predeclared", "--skip-binding-queues", "--type", "topic"));
    arguments.addAll(List.of("--exchange", board.exchange(), "--queue", board.queue()));
    arguments.addAll(List.of("--routing-key", RowBoard.BOARD.value()));
    arguments.addAll(List.of("--flag", "persistent", "--flag", "mandatory"));
    arguments.addAll(List.of("--confirm", Integer.toString(BarePublisher.WINDOW_MESSAGES)));
    arguments.addAll(List.of("--size", Integer.toString(bodyBytes)));
    arguments.addAll(List.of("--message-properties", properties()));
    return arguments;
  }

  /** Names and lengths as in {@code compare}, where id, time and stamp are new in each message. */
  private static String properties() {
    String id = Uuid7.next();
    String time = Rfc3339.format(Instant.now());
    return String.join(
        ",",
        "contentType=" + BarePublisher.CONTENT_TYPE,
        "messageId=" + id,
        "timestamp=" + time,
        "appId=" + BarePublisher.SOURCE,
        "ce-specversion=1.0",
        "ce-id=" + id,
        "ce-source=" + BarePublisher.SOURCE,
        "ce-type=" + Message.DEFAULT_TYPE,
        "ce-time=" + time,
        ComparisonRow.STAMP_HEADER + "=" + ComparisonRow.stamp(0));
  }

  private static double mean(List<Double> rates) throws IOException {
    if (rates.size() < LEAST_SECONDS) {
      throw new IOException("PerfTest ran too short: it wants more --messages");
    }
    return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The rates of all whole seconds. */
  private static List<Double> rates(String report, String what) {
    List<Double> rates = new ArrayList<>();
    Matcher matcher = Pattern.compile(", " + what + ": ([0-9.]+) msg/s").matcher(report);
    while (matcher.find()) {
      rates.add(Double.valueOf(matcher.group(1)));
    }
    return rates.subList(0, Math.max(0, rates.size() - 1));
  }

  private static String report(List<String> arguments) throws IOException {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    AtomicInteger status = new AtomicInteger();
    try (PrintStream console = new PrintStream(report, true, UTF_8)) {
      PerfTest.main(
          arguments.toArray(String[]::new),
          new PerfTest.PerfTestOptions()
              .setConsoleOut(console)
              .setConsoleErr(console)
              .setSystemExiter(status::set));
    }
    String text = report.toString(UTF_8);
    if (status.get() != 0) {
      throw new IOException("PerfTest failed: " + text);
    }
    return text;
  }
}
