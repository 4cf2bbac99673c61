package org.topicboards.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.units.Durations;
import org.topicboards.units.OneLine;
import org.topicboards.units.Rfc3339;
import picocli.CommandLine.Option;

/** The options that ask the archive for what was posted before. */
final class HistoryOptions {

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MOST_DIGITS = 18;
  private static final Pattern DURATION = Pattern.compile("\\d+[a-z]+");
  private static final int SHOWN_CHARACTERS = 60;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Begin with the last N messages of the archive, of all boards together.")
  private @Nullable Long last;

  @Option(
      names = "--since",
      paramLabel = "DURATION|TIME",
      description =
          "Begin with what was archived in the last 2h, say, or since 2026-11-21T10:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      description = "Begin with this sequence of the board, counted from 1.")
  private @Nullable Long from;

  @Option(
      names = "--all",
      fallbackValue = "true",
      description = "Begin with the oldest message of the archive.")
  private boolean all;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Begin behind the message with this id, seen live or in history.")
  private @Nullable String after;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Show the messages with this id, and end.")
  private @Nullable String id;

  @Option(
      names = "--until",
      paramLabel = "DURATION|TIME|SEQ",
      description = "End with what was archived 1h ago, say, at a time, or with a sequence.")
  private @Nullable String until;

  @Option(
      names = "--replay-rate",
      paramLabel = "original|N",
      description =
          "Show history at the pace at which it was archived, or N messages a second (default: as"
              + " fast as it comes).")
  private @Nullable String replayRate;

  @Option(
      names = "--no-wait",
      fallbackValue = "true",
      description = "With --as: ask and leave. The answer waits for NAME.")
  private boolean noWait;

  /**
   * The stretch of the archive that the options ask for, nothing if they ask for none.
   *
   * @param now to which durations are counted back
   * @throws IllegalArgumentException if they contradict each other, or the boards
   */
  Optional<HistoryQuery> query(List<BoardPattern> boards, Instant now) {
    List<Start> starts = starts(now);
    if (starts.size() > 1) {
      throw new IllegalArgumentException(
          "--last, --since, --from, --all, --after and --id exclude each other: use one");
    }
    if (starts.isEmpty()) {
      refuseWithoutStart("--until", until != null);
      refuseWithoutStart("--replay-rate", replayRate != null);
      refuseWithoutStart("--no-wait", noWait);
      return Optional.empty();
    }
    if (id != null && until != null) {
      throw new IllegalArgumentException("--id names single messages: leave out --until");
    }
    if (noWait && replayRate != null) {
      throw new IllegalArgumentException("--no-wait shows nothing: leave out --replay-rate");
    }
    End end = end(now);
    refuseEmpty(starts.get(0), end);
    return Optional.of(new HistoryQuery(boards, starts.get(0), end));
  }

  /** Whether the history ends of itself, so that nothing live can follow it. */
  boolean hasEnd() {
    return until != null || id != null;
  }

  /** The options by which it ends, in words; at least one is given. */
  String endedBy(boolean exitAtEnd) {
    List<String> options = new ArrayList<>();
    if (exitAtEnd) {
      options.add("--exit-at-end");
    }
    if (until != null) {
      options.add("--until");
    }
    if (id != null) {
      options.add("--id");
    }
    return String.join(" and ", options);
  }

  /** Whether to ask only. */
  boolean isWithoutWaiting() {
    return noWait;
  }

  /**
   * How fast to show it.
   *
   * @throws IllegalArgumentException if it is no rate
   */
  ReplayPace pace() {
    return replayRate == null ? ReplayPace.unlimited() : ReplayPace.parse(replayRate);
  }

  private List<Start> starts(Instant now) {
    List<Start> starts = new ArrayList<>();
    if (last != null) {
      if (last < 0) {
        throw new IllegalArgumentException("--last must be 0 or more, not " + last);
      }
      starts.add(new Start.Last(last));
    }
    if (since != null) {
      starts.add(new Start.Since(beginning(since, now)));
    }
    if (from != null) {
      starts.add(new Start.From(from));
    }
    if (all) {
      starts.add(new Start.All());
    }
    if (after != null) {
      starts.add(new Start.After(after));
    }
    if (id != null) {
      starts.add(new Start.Id(id));
    }
    return starts;
  }

  private static Instant beginning(String since, Instant now) {
    Instant time = time(since, now, "--since", "a duration nor a time (write 2h, or %s)");
    if (time.isAfter(now)) {
      throw new IllegalArgumentException(
          "--since " + since + " is still to come (leave it out to see what comes from now on)");
    }
    return time;
  }

  private End end(Instant now) {
    if (until == null) {
      return new End.Now();
    }
    if (NUMBER.matcher(until).matches()) {
      return new End.Through(sequence(until));
    }
    Instant time =
        time(until, now, "--until", "a duration, a time nor a sequence (write 2h, %s, or 17)");
    if (time.isAfter(now)) {
      throw new IllegalArgumentException(
          "--until " + until + " is still to come, and history ends now (use --exit-at-end)");
    }
    return new End.Until(time);
  }

  private static long sequence(String until) {
    if (until.length() > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "--until '" + OneLine.of(until, SHOWN_CHARACTERS) + "' is too large for a sequence");
    }
    long sequence = Long.parseLong(until);
    if (sequence == 0) {
      throw new IllegalArgumentException(
          "--until " + until + " has nothing before it: sequences are counted from 1");
    }
    return sequence;
  }

  /** A sequence and a time cannot be compared: only the archive knows what lies between them. */
  private void refuseEmpty(Start start, End end) {
    boolean isBackwardsInTime =
        start instanceof Start.Since first
            && end instanceof End.Until last
            && last.time().isBefore(first.time());
    boolean isBackwardsInSequence =
        start instanceof Start.From lowest
            && end instanceof End.Through highest
            && highest.sequence() < lowest.sequence();
    if (isBackwardsInTime || isBackwardsInSequence) {
      throw new IllegalArgumentException(
          (since != null ? "--since " + since : "--from " + from)
              + " comes after --until "
              + until
              + ": nothing lies between them (swap them?)");
    }
  }

  private static void refuseWithoutStart(String option, boolean isGiven) {
    if (isGiven) {
      throw new IllegalArgumentException(
          option + " goes with history: say where it begins, as with --all or --last 10");
    }
  }

  /**
   * A time, or one that is a duration before now.
   *
   * @param kinds what else the option takes, with a place for an example of a time
   */
  private static Instant time(String text, Instant now, String option, String kinds) {
    if (DURATION.matcher(text).matches()) {
      return now.minus(duration(text, option));
    }
    return Rfc3339.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option
                        + " '"
                        + OneLine.of(text, SHOWN_CHARACTERS)
                        + "' is neither "
                        + kinds.formatted("2026-11-21T10:00:00Z")));
  }

  private static Duration duration(String text, String option) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }
}
