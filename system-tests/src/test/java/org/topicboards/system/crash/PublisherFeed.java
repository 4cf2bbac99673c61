package org.topicboards.system.crash;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.topicboards.command.json.CloudEventWriter;
import org.topicboards.system.crash.Workload.Posting;

/**
 * A {@code publisher --json} and the thread that writes to its standard input. It is never killed:
 * whatever happens to the broker, it has to end with exit code 0. Thread-safe.
 */
final class PublisherFeed {

  /** How far the input may be ahead of the broker, so that the end of a segment means something. */
  private static final int MOST_AHEAD = 500;

  private static final Duration EXIT_PATIENCE = Duration.ofMinutes(10);

  private final List<Posting> postings;
  private final MeteredLink link;
  private final RunningProgram program;
  private volatile double released;

  /** Starts the publisher, which gets nothing to post yet. */
  PublisherFeed(int source, Workload workload, Target target, Program.Home home, Path folder) {
    this.postings = workload.of(source);
    this.link = target.newLink();
    this.program =
        new RunningProgram(
            Program.PUBLISHER.commandLine(home, "--json", "--timeout", "10m"),
            Map.of("BOARD_BROKER", target.uri(link)),
            folder.resolve("publisher-" + source + ".out"),
            folder.resolve("publisher-" + source + ".err"));
    Thread thread = new Thread(this::feed, "feed " + source);
    thread.setDaemon(true);
    thread.start();
  }

  MeteredLink link() {
    return link;
  }

  /** Lets this part of all messages, at most 1, be posted. */
  void release(double part) {
    released = part;
  }

  /** Whether it is connected, or has finished. */
  boolean isUp() {
    return link.isAtWork() || !program.isAlive();
  }

  /** Waits until the broker has confirmed everything and the publisher says so. */
  void awaitDone() throws InterruptedException {
    int exitCode = program.awaitExit(EXIT_PATIENCE);
    if (exitCode != 0) {
      throw new DrillException("publisher ended with exit code " + exitCode, program);
    }
  }

  /** Ends it, if it still runs. */
  void close() {
    program.kill();
    link.close();
  }

  private void feed() {
    CloudEventWriter writer = new CloudEventWriter();
    try (OutputStream lines = new BufferedOutputStream(program.input())) {
      for (Posting posting : postings) {
        if (!mayPost(posting)) {
          lines.flush();
          while (!mayPost(posting)) {
            Thread.sleep(1);
          }
        }
        writer.write(posting.board(), posting.message(), lines);
      }
    } catch (IOException e) {
      // the publisher has ended: awaitDone tells
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean mayPost(Posting posting) {
    return posting.number() < released * postings.size()
        && posting.number() < link.confirmed() + MOST_AHEAD;
  }
}
