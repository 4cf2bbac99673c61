package org.topicboards.requests;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.command.json.CloudEvent;
import org.topicboards.command.json.CloudEventReader;
import org.topicboards.command.json.CloudEventWriter;
import org.topicboards.message.BoardName;
import org.topicboards.units.OneLine;
import org.topicboards.units.Rfc3339;

/**
 * Messages of the archive as lines of CloudEvents JSON, with members of our own: {@code
 * archivesequence}, a decimal number, {@code archivedtime} (RFC 3339), and in answers {@code
 * archiveposition}, a decimal number, and {@code publisherplace}, the session and number of {@link
 * PublisherPlace} with a slash between them. Should a message have extension attributes of these
 * names, they are in {@code headers}, as {@code ce-archivesequence} and so on. Thread-safe.
 */
public final class HistoryLines {

  private static final String SEQUENCE = "archivesequence";
  private static final String TIME = "archivedtime";
  private static final String POSITION = "archiveposition";
  private static final String PLACE = "publisherplace";
  private static final int SHOWN_CHARACTERS = 60;

  /** No board has more messages; and one that claims to must not use up the numbers. */
  private static final long HIGHEST_NUMBER = 1L << 53;

  private final CloudEventWriter writer = new CloudEventWriter();
  private final CloudEventReader reader =
      new CloudEventReader(Set.of(SEQUENCE, TIME, POSITION, PLACE));

  /** Both directions. */
  public HistoryLines() {}

  /** Writes one line with its end to {@code out}, which stays open and is not flushed. */
  public void write(HistoryMessage archived, OutputStream out) throws IOException {
    Map<String, String> asides = new LinkedHashMap<>();
    asides.put(SEQUENCE, Long.toString(archived.sequence()));
    asides.put(TIME, Rfc3339.format(archived.archived()));
    if (archived.position() > 0) {
      asides.put(POSITION, Long.toString(archived.position()));
    }
    PublisherPlace place = archived.place();
    if (place != null) {
      asides.put(PLACE, place.publisher() + "/" + place.number());
    }
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
    String position = event.asides().get(POSITION);
    String place = event.asides().get(PLACE);
    return new HistoryMessage(
        board,
        position == null ? 0 : number(POSITION, position),
        sequence == null ? 0 : number(SEQUENCE, sequence),
        time == null ? Instant.MAX : time(time),
        event.message(),
        place == null ? null : place(place));
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

  private static PublisherPlace place(String text) {
    int slash = text.indexOf('/');
    return new PublisherPlace(
        text.substring(0, Math.max(0, slash)), number(PLACE, text.substring(slash + 1)));
  }

  private static long number(String name, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= HIGHEST_NUMBER) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "its " + name + " '" + OneLine.of(text, SHOWN_CHARACTERS) + "' is no number from 1 on");
  }
}
