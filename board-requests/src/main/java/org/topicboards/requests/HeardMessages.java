package org.topicboards.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.units.OneLine;

/**
 * What an asker knows of one publisher: a stretch of its numbers, of which some were lost. The
 * others were heard, or are not for the asker, and need not be sent again.
 *
 * @param publisher the session, as in {@link PublisherPlace}
 * @param known the stretch
 * @param lost what of it was lost, ascending
 */
public record HeardMessages(String publisher, Stretch known, List<Stretch> lost) {

  private static final Pattern PUBLISHER = Pattern.compile("[0-9a-f]{1,16}");
  private static final Pattern STRETCH = Pattern.compile("\\d{1,15}-\\d{1,15}");
  private static final int SHOWN_CHARACTERS = 60;

  /** Copies the list and checks the order. */
  public HeardMessages {
    lost = List.copyOf(lost);
    if (!PUBLISHER.matcher(publisher).matches()) {
      throw new IllegalArgumentException(
          "'" + OneLine.of(publisher, SHOWN_CHARACTERS) + "' is no publisher's session");
    }
    long next = known.from();
    for (Stretch stretch : lost) {
      if (stretch.from() < next || stretch.to() > known.to()) {
        throw new IllegalArgumentException(
            "the lost numbers of publisher " + publisher + " do not ascend within " + known);
      }
      next = stretch.to() + 1;
    }
  }

  /**
   * Numbers without a gap.
   *
   * @param from the first
   * @param to the last
   */
  public record Stretch(long from, long to) {

    /** Checks the order. */
    public Stretch {
      if (to < from) {
        throw new IllegalArgumentException("no numbers are from " + from + " to " + to);
      }
    }

    /** How many. */
    public long count() {
      return to - from + 1;
    }

    /** Whether it is one of them. */
    public boolean contains(long number) {
      return number >= from && number <= to;
    }

    static Stretch parse(String text) {
      if (!STRETCH.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "'" + OneLine.of(text, SHOWN_CHARACTERS) + "' is no stretch of numbers");
      }
      int hyphen = text.indexOf('-');
      return new Stretch(
          Long.parseLong(text.substring(0, hyphen)), Long.parseLong(text.substring(hyphen + 1)));
    }

    /** The two numbers with a hyphen between them. */
    @Override
    public String toString() {
      return from + "-" + to;
    }
  }

  /** Whether the message at this place need not be sent. */
  public boolean contains(PublisherPlace place) {
    return publisher.equals(place.publisher())
        && known.contains(place.number())
        && !isLost(place.number());
  }

  private boolean isLost(long number) {
    int low = 0;
    int high = lost.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Stretch stretch = lost.get(middle);
      if (stretch.contains(number)) {
        return true;
      }
      if (stretch.from() > number) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public static HeardMessages parse(String text) {
    String[] words = text.split(" ", -1);
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      stretches.add(Stretch.parse(words[i]));
    }
    if (stretches.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + OneLine.of(text, SHOWN_CHARACTERS) + "' says nothing of what was heard");
    }
    return new HeardMessages(words[0], stretches.get(0), stretches.subList(1, stretches.size()));
  }

  /** The publisher, what is known, and each lost stretch, with spaces between them. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(known), lost.stream())
        .map(Stretch::toString)
        .collect(Collectors.joining(" ", publisher + " ", ""));
  }
}
