package org.topicboards.service;

import java.io.IOException;
import java.io.OutputStream;
import org.topicboards.requests.HistoryLines;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.service.store.ArchivedMessage;

/** Archived messages as {@link HistoryLines}, for export and import. */
final class ArchiveLines {

  private final HistoryLines lines = new HistoryLines();

  void write(ArchivedMessage archived, OutputStream out) throws IOException {
    lines.write(
        new HistoryMessage(
            archived.board(), archived.sequence(), archived.archived(), archived.message()),
        out);
  }

  /**
   * Reads what {@link #write} wrote; and a line that another program wrote, for which the archive
   * finds the sequence and the time.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  ArchivedMessage read(byte[] line) {
    HistoryMessage message = lines.read(line);
    return new ArchivedMessage(
        message.board(), 0, message.sequence(), message.archived(), message.message());
  }
}
