package org.topicboards.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A service that holds a data folder from another process, because file locks are per process. */
final class OtherProcess implements AutoCloseable {

  private static final String READY = "ready";

  private final Process process;

  private OtherProcess(Process process) {
    this.process = process;
  }

  static OtherProcess serviceOn(Path folder, String brokerUri) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                folder.toString(),
                brokerUri)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (!READY.equals(line)) {
      process.destroyForcibly();
      throw new IOException("the other process did not start: " + line);
    }
    return new OtherProcess(process);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws IOException {
    LocalService service = LocalService.lock(Path.of(args[0]));
    service.advertise(args[1]);
    System.out.println(READY);
    System.in.read(); // until the parent goes
    service.close();
  }
}
