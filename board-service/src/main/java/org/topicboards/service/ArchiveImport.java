package org.topicboards.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.command.LineReader;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.units.Counted;

/** Stores lines of an export, batch by batch. Not thread-safe. */
final class ArchiveImport {

  private static final int BATCH_MESSAGES = 500;
  private static final long BATCH_BYTES = 4 << 20;

  private final ArchiveLines lines = new ArchiveLines();
  private final MessageStore store;
  private final List<ArchivedMessage> batch = new ArrayList<>();
  private long batchBytes;
  private long bytesRead;
  private long stored;
  private long duplicates;
  private long conflicts;

  ArchiveImport(MessageStore store) {
    this.store = store;
  }

  /**
   * Stores all of them. Those before a fault are stored, too; importing the same lines again goes
   * on from there.
   *
   * @throws CommandException if a line holds no message; it says which line
   */
  void readFrom(LineReader in, Progress progress) throws IOException {
    try {
      readLines(in, progress);
    } catch (CommandException e) {
      store();
      throw e;
    }
    store();
  }

  private void readLines(LineReader in, Progress progress) throws IOException {
    for (byte[] line = next(in); line != null; line = next(in)) {
      bytesRead += line.length + 1;
      if (isBlank(line)) {
        continue;
      }
      batch.add(read(line, in.lineNumber()));
      batchBytes += line.length;
      if (batch.size() == BATCH_MESSAGES || batchBytes >= BATCH_BYTES) {
        store();
        progress.at(bytesRead, stored + duplicates + conflicts);
      }
    }
  }

  /** What became of the messages, in one line. */
  String summary() {
    return "imported "
        + Counted.of(stored, "message")
        + (duplicates == 0 ? "" : ", " + duplicates + were(duplicates) + "there already")
        + (conflicts == 0
            ? ""
            : ", "
                + conflicts
                + were(conflicts)
                + "there with another body, which was left as it is");
  }

  private static String were(long number) {
    return number == 1 ? " was " : " were ";
  }

  private static byte @Nullable [] next(LineReader in) throws IOException {
    try {
      return in.next();
    } catch (IllegalArgumentException e) {
      throw fault(in.lineNumber(), e);
    }
  }

  private ArchivedMessage read(byte[] line, long number) {
    try {
      return lines.read(line);
    } catch (IllegalArgumentException e) {
      throw fault(number, e);
    }
  }

  private static CommandException fault(long line, IllegalArgumentException reason) {
    return new CommandException(
        ExitCode.FAILED, "line " + line + ": " + reason.getMessage(), reason);
  }

  private void store() {
    if (batch.isEmpty()) {
      return;
    }
    AppendResult result = store.restore(batch);
    stored += result.stored();
    duplicates += result.duplicates();
    conflicts += result.conflicts().size();
    batch.clear();
    batchBytes = 0;
  }

  private static boolean isBlank(byte[] line) {
    return line.length == 0 || (line.length == 1 && line[0] == '\r');
  }
}
