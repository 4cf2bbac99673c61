package org.topicboards.broker.embedded.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.topicboards.broker.embedded.process.ChildJvm;

/**
 * What the JVM of an {@link EmbeddedKafkaProcess} runs. It reads the broker's properties from its
 * standard input, as they may hold passwords, up to a line {@value #END_OF_PROPERTIES}. Then it
 * answers with one line and runs until the input ends: because the other side closed it, or died.
 */
final class EmbeddedKafkaMain {

  private static final String END_OF_PROPERTIES = "# end";

  private EmbeddedKafkaMain() {}

  /** Runs a broker. Exits with 0 at the end of the input, with 1 where it did not start. */
  public static void main(String[] args) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(read(input))) {
      System.out.println(ChildJvm.READY + kafka.bootstrapServers());
      while (input.read() >= 0) {
        // nobody writes
      }
    } catch (EmbeddedKafkaException e) {
      System.out.println(ChildJvm.FAILED + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  /** The properties as {@link #main} reads them. */
  static String write(Map<String, String> properties) {
    Properties text = new Properties();
    text.putAll(properties);
    StringWriter writer = new StringWriter();
    try {
      text.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return writer + END_OF_PROPERTIES + System.lineSeparator();
  }

  private static Map<String, String> read(BufferedReader input) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = input.readLine();
        line != null && !line.equals(END_OF_PROPERTIES);
        line = input.readLine()) {
      text.append(line).append('\n');
    }
    Properties properties = new Properties();
    properties.load(new StringReader(text.toString()));
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
