package org.topicboards.system.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.topicboards.command.json.CloudEvent;
import org.topicboards.command.json.CloudEventReader;

/**
 * A {@code subscriber --as NAME --json}, run again after each kill, with a file for the output of
 * each run. Not thread-safe.
 */
final class DurableSubscriber implements Victim {

  private final String name;
  private final Target target;
  private final Program.Home home;
  private final Path folder;
  private final MeteredLink link;
  private final Ledger ledger;
  private final CloudEventReader reader = new CloudEventReader();
  private int run;
  private RunningProgram program;

  /** The end of the last whole line of this run's output that is in the ledger. */
  private long readBytes;

  /** Starts its first run. */
  DurableSubscriber(String name, Target target, Program.Home home, Path folder, Workload workload) {
    this.name = name;
    this.target = target;
    this.home = home;
    this.folder = folder;
    this.link = target.newLink();
    this.ledger = new Ledger(workload);
    this.program = newRun();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isBroker() {
    return false;
  }

  /** What was received up to the last {@link #readOutput}. */
  Ledger ledger() {
    return ledger;
  }

  @Override
  public int unacknowledged() {
    return link.unacknowledged();
  }

  @Override
  public void kill() {
    program.kill();
  }

  @Override
  public void start() {
    readOutput(); // what follows the last whole line was never acknowledged
    run++;
    readBytes = 0;
    program = newRun();
  }

  @Override
  public boolean isUp() {
    if (!program.isAlive()) {
      throw new DrillException(name + " ended", program);
    }
    return link.isAtWork();
  }

  /** SIGTERM: it finishes what it has in hand. */
  void stop() throws InterruptedException {
    program.stop();
    readOutput();
  }

  /** Ends it, if it still runs. */
  void close() {
    program.kill();
    link.close();
  }

  /** Enters into the ledger what came since the last time. */
  void readOutput() {
    try (RandomAccessFile file = new RandomAccessFile(output().toFile(), "r")) {
      byte[] fresh = new byte[Math.toIntExact(file.length() - readBytes)];
      file.seek(readBytes);
      file.readFully(fresh);
      int lineStart = 0;
      for (int i = 0; i < fresh.length; i++) {
        if (fresh[i] == '\n') {
          enter(Arrays.copyOfRange(fresh, lineStart, i));
          lineStart = i + 1;
        }
      }
      readBytes += lineStart;
    } catch (IOException e) {
      throw new UncheckedIOException(output() + " cannot be read", e);
    }
  }

  private void enter(byte[] line) {
    CloudEvent event;
    try {
      event = reader.read(line);
    } catch (IllegalArgumentException e) {
      throw new DrillException(
          output() + ": " + e.getMessage() + ": " + new String(line, StandardCharsets.UTF_8));
    }
    ledger.enter(
        event.message().source(),
        event.message().id(),
        String.valueOf(event.board()),
        event.message().body());
  }

  private RunningProgram newRun() {
    return new RunningProgram(
        Program.SUBSCRIBER.commandLine(home, "--as", name, "--board", "drill.#", "--json"),
        Map.of("BOARD_BROKER", target.uri(link)),
        output(),
        folder.resolve(name + ".err"));
  }

  private Path output() {
    return folder.resolve(name + "-" + run + ".jsonl");
  }
}
