package org.topicboards.service;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.topicboards.command.json.CloudEvent;
import org.topicboards.command.json.CloudEventReader;
import org.topicboards.command.json.CloudEventWriter;
import org.topicboards.message.BoardName;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.units.Rfc3339;

/**
 * Archived messages as lines of CloudEvents JSON, with two members of our own: {@code
 * archivesequence}, a decimal number, and {@code archivedtime} (RFC 3339). Should a message have
 * extension attributes of these names, they are in {@code headers}, as {@code ce-archivesequence}
 * and {@code ce-archivedtime}.
 */
final class ArchiveLines {

  private static final String SEQUENCE = "archivesequence";
  private static final String TIME = "archivedtime";

  /** No board has more messages; and one that claims to must not use up the numbers. */
  private static final long HIGHEST_SEQUENCE = 1L << 53;

  private final CloudEventWriter writer = new CloudEventWriter();
  private final CloudEventReader reader = new CloudEventReader(Set.of(SEQUENCE, TIME));

  void write(ArchivedMessage archived, OutputStream out) throws IOException {
    Map<String, String> asides = new LinkedHashMap<>();
    asides.put(SEQUENCE, Long.toString(archived.sequence()));
    asides.put(TIME, Rfc3339.format(archived.archived()));
    writer.write(archived.board(), archived.message(), asides, out);
  }

  /**
   * Reads what {@link #write} wrote; and a line that another program wrote, for which the archive
   * finds the sequence and the time.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  ArchivedMessage read(byte[] line) {
    CloudEvent event = reader.read(line);
    BoardName board = event.board();
    if (board == null) {
      throw new IllegalArgumentException("it names no board");
    }
    String sequence = event.asides().get(SEQUENCE);
    String time = event.asides().get(TIME);
    return new ArchivedMessage(
        board,
        0,
        sequence == null ? 0 : sequence(sequence),
        time == null
            ? Instant.MAX
            : Rfc3339.parse(time)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "its " + TIME + " '" + time + "' is not RFC 3339")),
        event.message());
  }

  private static long sequence(String text) {
    try {
      long sequence = Long.parseLong(text);
      if (sequence >= 1 && sequence <= HIGHEST_SEQUENCE) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("its " + SEQUENCE + " '" + text + "' is no sequence");
  }
}
