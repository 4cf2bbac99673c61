package org.topicboards.requests;

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
import org.topicboards.units.OneLine;
import org.topicboards.units.Rfc3339;

/**
 * Messages of the archive as lines of CloudEvents JSON, with two members of our own: {@code
 * archivesequence}, a decimal number, and {@code archivedtime} (RFC 3339). Should a message have
 * extension attributes of these names, they are in {@code headers}, as {@code ce-archivesequence}
 * and {@code ce-archivedtime}. Thread-safe.
 */
public final class HistoryLines {

  private static final String SEQUENCE = "archivesequence";
  private static final String TIME = "archivedtime";
  private static final int SHOWN_CHARACTERS = 60;

  /** No board has more messages; and one that claims to must not use up the numbers. */
  private static final long HIGHEST_SEQUENCE = 1L << 53;

  private final CloudEventWriter writer = new CloudEventWriter();
  private final CloudEventReader reader = new CloudEventReader(Set.of(SEQUENCE, TIME));

  /** Both directions. */
  public HistoryLines() {}

  /** Writes one line with its end to {@code out}, which stays open and is not flushed. */
  public void write(HistoryMessage archived, OutputStream out) throws IOException {
    Map<String, String> asides = new LinkedHashMap<>();
    asides.put(SEQUENCE, Long.toString(archived.sequence()));
    asides.put(TIME, Rfc3339.format(archived.archived()));
    writer.write(archived.board(), archived.message(), asides, out);
  }

  /**
   * Reads what {@link #write} wrote; and a line that another program wrote, which has no sequence
   * (0 here) and no archived time ({@link Instant#MAX}).
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public HistoryMessage read(byte[] line) {
    CloudEvent event = reader.read(line);
    BoardName board = event.board();
    if (board == null) {
      throw new IllegalArgumentException("it names no board");
    }
    String sequence = event.asides().get(SEQUENCE);
    String time = event.asides().get(TIME);
    return new HistoryMessage(
        board,
        sequence == null ? 0 : sequence(sequence),
        time == null ? Instant.MAX : time(time),
        event.message());
  }

  private static Instant time(String text) {
    return Rfc3339.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its "
                        + TIME
                        + " '"
                        + OneLine.of(text, SHOWN_CHARACTERS)
                        + "' is not RFC 3339"));
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
    throw new IllegalArgumentException(
        "its " + SEQUENCE + " '" + OneLine.of(text, SHOWN_CHARACTERS) + "' is no sequence");
  }
}
