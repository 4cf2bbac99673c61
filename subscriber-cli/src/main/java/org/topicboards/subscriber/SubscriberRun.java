package org.topicboards.subscriber;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistorySubscription;
import org.topicboards.requests.RepairedSubscription;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;
import org.topicboards.requests.SubscriptionAnnouncer;
import org.topicboards.units.Counted;
import org.topicboards.units.Durations;

/** Subscribes and shows what comes, history first if that is asked for, to the end. */
final class SubscriberRun implements AutoCloseable {

  /** A service is waited for as long as for messages: until the time given has run out. */
  private static final Duration PATIENCE = Duration.ofDays(365);

  /** A service that is to keep a name's messages is there, or it is not. */
  private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(10);

  private final Broker broker;
  private final Plan plan;
  private final Notices notices;
  private final OutputStream out;
  private final SubscriptionOptions options;
  private final @Nullable Backlog backlog;
  private final Inbox inbox;

  /** A run on a connected broker, which the caller closes after it. */
  SubscriberRun(Broker broker, Plan plan, Notices notices, OutputStream out) {
    this.broker = broker;
    this.plan = plan;
    this.notices = notices;
    this.out = out;
    this.backlog =
        plan.exitAtEnd() && !plan.needsService()
            ? new Backlog(broker, plan.subscription().name())
            : null;
    long waiting = backlog == null ? Inbox.Limits.NONE : backlog.size();
    this.options = prefetching(plan.subscription(), Math.min(plan.count(), waiting));
    this.inbox =
        new Inbox(
            plan.printer(),
            new Inbox.Limits(plan.count(), waiting, plan.exitAtEnd()),
            new StoredAnswers(
                plan.subscription().durableName(), options.prefetchMessages(), notices),
            plan.pace(),
            notices);
  }

  /**
   * What a run shows, and when it ends.
   *
   * @param boards what was asked for, for people
   * @param subscription to what, and for whom
   * @param isRepaired whether a board service puts back what is lost live, and keeps what waits
   * @param history what comes first, null for nothing
   * @param pace of the history
   * @param count the most messages
   * @param exitAtEnd whether it ends where history does, or without history, when all that waited
   *     was shown
   * @param timeout the longest that it lasts, null for ever
   * @param stats takes the counters at the end
   */
  record Plan(
      List<String> boards,
      SubscriptionOptions subscription,
      boolean isRepaired,
      @Nullable HistoryQuery history,
      ReplayPace pace,
      MessagePrinter printer,
      long count,
      boolean exitAtEnd,
      @Nullable Duration timeout,
      boolean stats) {

    /** Whether there is nothing to show unless a board service answers. */
    boolean needsService() {
      return history != null || (isRepaired && subscription.durableName() != null);
    }
  }

  /**
   * Runs to the end.
   *
   * @return the exit code
   * @throws CommandException if the time ran out, or there is no such history
   */
  int show() throws IOException, InterruptedException {
    boolean isServed = plan.history() != null || plan.isRepaired();
    try (RequestClient requests = isServed ? openRequests() : null;
        Subscription subscription = subscribe(requests);
        SubscriptionAnnouncer announcer =
            new SubscriptionAnnouncer(broker, SubscriberCommand.NAME);
        LossReport report =
            new LossReport(subscription, notices::note, plan.stats() ? notices::say : line -> {});
        SilenceHint hint = new SilenceHint(inbox.answeredLatch(), this::hintAtSilence);
        Inbox closing = inbox) {
      report.start();
      announce(announcer);
      if (plan.needsService()) {
        hint.start();
      }
      notices.note(beginning());
      Duration timeout = plan.timeout() == null ? PATIENCE : plan.timeout();
      Display.End end = new Display(closing, subscription, out).show(timeout, backlog);
      return exitCode(end, closing.state());
    }
  }

  /** Ends the run; {@link #show} returns when what was taken is written and acknowledged. */
  @Override
  public void close() {
    inbox.close();
  }

  private RequestClient openRequests() {
    return RequestClient.open(
        broker, SubscriberCommand.NAME, plan.isRepaired() ? QUEUE_PATIENCE : PATIENCE);
  }

  private Subscription subscribe(@Nullable RequestClient requests) {
    if (requests == null) {
      return broker.subscribe(options, inbox);
    }
    if (plan.history() == null) {
      return RepairedSubscription.start(broker, requests, options, inbox);
    }
    if (plan.exitAtEnd()) {
      return HistorySubscription.historyOnly(requests, options, plan.history(), inbox);
    }
    return plan.isRepaired()
        ? RepairedSubscription.startWithHistory(broker, requests, options, plan.history(), inbox)
        : HistorySubscription.thenLive(broker, requests, options, plan.history(), inbox);
  }

  /** As what was asked for: the board of its answers is nobody else's business. */
  private void announce(SubscriptionAnnouncer announcer) {
    plan.subscription()
        .name()
        .ifPresent(
            name ->
                announcer.attached(name, plan.boards().stream().map(BoardPattern::of).toList()));
  }

  private void hintAtSilence() {
    boolean waits = broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    notices.note(
        "no board service has answered yet: the request "
            + (waits ? "waits for one" : "cannot wait here, so it is made again and again"));
  }

  private String beginning() {
    String boards = String.join(", ", plan.boards());
    if (plan.history() != null && plan.exitAtEnd()) {
      return "reading the history of " + boards;
    }
    return "subscribed to "
        + boards
        + plan.subscription().name().map(name -> " as " + name).orElse("")
        + (plan.history() == null ? "" : ", history first");
  }

  private int exitCode(Display.End end, Inbox.State state) {
    if (state.failure() instanceof RequestRefusedException refusal) {
      throw refusal.ofCommand();
    }
    if (state.failure() != null) {
      throw state.failure();
    }
    if (end == Display.End.TIMED_OUT) {
      checkNothingIsMissing(state);
    }
    if (state.hasGap()) {
      return ExitCode.HISTORY_GAP;
    }
    return state.hasRefusal() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void checkNothingIsMissing(Inbox.State state) {
    String time = plan.timeout() == null ? "" : Durations.format(plan.timeout());
    if (plan.needsService() && inbox.answeredLatch().getCount() > 0) {
      throw new CommandException(
          ExitCode.TIMED_OUT,
          "after " + time + " no board service had answered (does one run on this broker?)");
    }
    boolean isHistoryMissing = plan.needsService() && !state.isHistoryOver();
    if (isHistoryMissing || plan.exitAtEnd() || plan.count() != Inbox.Limits.NONE) {
      throw new CommandException(
          ExitCode.TIMED_OUT,
          "after " + time + " only " + Counted.of(state.accepted(), "message") + " had come");
    }
  }

  /** No more than will be shown, as others may share the subscription. */
  private static SubscriptionOptions prefetching(SubscriptionOptions options, long limit) {
    int messages = (int) Math.max(1, Math.min(limit, options.prefetchMessages()));
    return options.prefetch(messages, options.prefetchBytes());
  }
}
