package org.topicboards.broker.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.topicboards.broker.embedded.process.ChildJvm;

/**
 * What the JVM of an {@link EmbeddedBrokerProcess} runs. It reads data folder, port, user and
 * password from its standard input, a line each, answers with one line and runs until the input
 * ends: because the other side closed it, or died.
 */
final class EmbeddedBrokerMain {

  private EmbeddedBrokerMain() {}

  /** Runs a broker. Exits with 0 at the end of the input, with 1 where it did not start. */
  public static void main(String[] args) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (EmbeddedBroker broker = EmbeddedBroker.start(read(input))) {
      System.out.println(ChildJvm.READY + broker.uri());
      while (input.read() >= 0) {
        // nobody writes
      }
    } catch (EmbeddedBrokerException e) {
      System.out.println(ChildJvm.FAILED + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  /** The options as {@link #main} reads them. */
  static String write(EmbeddedBrokerOptions options) {
    String password = options.password();
    return "%s%n%d%n%s%n%s%n"
        .formatted(
            options.dataFolder().toAbsolutePath(),
            options.port(),
            options.user(),
            password == null ? "" : password);
  }

  private static EmbeddedBrokerOptions read(BufferedReader input) throws IOException {
    Path dataFolder = Path.of(line(input));
    int port = Integer.parseInt(line(input));
    String user = line(input);
    String password = line(input);
    return new EmbeddedBrokerOptions(dataFolder, port, user, password.isEmpty() ? null : password);
  }

  private static String line(BufferedReader input) throws IOException {
    String line = input.readLine();
    if (line == null) {
      throw new IOException("the options end too early");
    }
    return line;
  }
}
