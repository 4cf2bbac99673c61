package org.topicboards.comparison.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.comparison.transport.Transport;
import org.topicboards.message.BoardName;

/**
 * Publishers and subscribers on one contender, on boards of their own, for one load after another.
 *
 * <p>Not thread-safe. Its errors are {@link org.topicboards.broker.BrokerException}s; a failure to
 * send is told by the {@link Outcome}.
 */
public final class LoadSession implements AutoCloseable {

  private static final Duration PRIMING_PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOSSY_PATIENCE = Duration.ofSeconds(1);
  private static final Duration LEAD = Duration.ofMillis(20);
  private static final Duration LEAST_OVERRUN = Duration.ofSeconds(2);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Contender contender;
  private final Contender.Site site;
  private final Load load;
  private final Observer observer;
  private final Transport transport;
  private final List<BoardName> boards;
  private final List<Transport.Receiver> receivers = new ArrayList<>();
  private final List<Transport.Sender> senders = new ArrayList<>();
  private final List<Poster> posters = new ArrayList<>();

  /** By phase. */
  private final List<Recording> recordings = new CopyOnWriteArrayList<>();

  private LoadSession(Contender contender, Contender.Site site, Load load, Observer observer) {
    this.contender = contender;
    this.site = site;
    this.load = load;
    this.observer = observer;
    this.transport = site.connect(load.patience());
    this.boards =
        IntStream.range(0, load.boards()).mapToObj(board -> BoardName.of("b" + board)).toList();
  }

  /**
   * Connects the subscribers, then the publishers, and sends one message to each board, so that
   * everything exists.
   *
   * @param load its rate and times are those of a load yet to come, the rest is of all loads
   */
  public static LoadSession open(Contender contender, Load load, Observer observer) {
    Contender.Site site = contender.site();
    LoadSession session = null;
    boolean isOpen = false;
    try {
      session = new LoadSession(contender, site, load, observer);
      session.attach();
      session.prime();
      isOpen = true;
      return session;
    } finally {
      if (!isOpen) {
        if (session != null) {
          session.transport.close();
        }
        if (!observer.isStopped()) {
          site.remove();
        }
      }
    }
  }

  /** Puts this load on, and waits until all of it has arrived, or no more comes. */
  public Outcome measure(Load phase) {
    return measure(phase, null);
  }

  /** The same, with something happening in the middle. */
  public Outcome measure(Load phase, @Nullable Incident incident) {
    Recording recording = nextRecording();
    long startNanos = System.nanoTime() + LEAD.toNanos();
    long measuredNanos = startNanos + phase.warmUp().toNanos();
    long endNanos = measuredNanos + phase.measured().toNanos();
    recording.measureFrom(measuredNanos);
    Watch watch = new Watch(recording.tally(), phase, observer);
    Duration overrun = incident == null ? overrun(phase) : load.patience();
    Poster.Span span = new Poster.Span(Long.MAX_VALUE, endNanos);
    List<Thread> threads = startPosters(recording, phase, startNanos, span, overrun);
    Meter meter = new Meter(contender.server());
    watch.until(measuredNanos, () -> mustStop(recording));
    meter.begin();
    if (incident != null) {
      threads.add(start("incident", () -> happen(incident, recording)));
    }
    Backlog backlog = new Backlog();
    watch.sampling(backlog, startNanos, endNanos, () -> mustStop(recording));
    threads.forEach(watch::untilEnded);
    watch.untilQuiet(patience(), () -> mustStop(recording));
    double seconds = (recording.lastEventNanos() - measuredNanos) / NANOS_PER_SECOND;
    double growth = phase.ratePerSecond() == 0 ? 0 : backlog.growth() / phase.ratePerSecond();
    return outcome(recording, phase, seconds, growth, meter);
  }

  /**
   * Lets the durable subscribers leave, sends so many messages, lets them come back, and waits
   * until they have all of them.
   *
   * @return its seconds count from the moment of coming back
   */
  public Outcome measureAbsence(Load phase, long messages) {
    receivers.forEach(Transport.Receiver::close);
    receivers.clear();
    Recording recording = nextRecording();
    recording.measureFrom(System.nanoTime());
    Watch watch = new Watch(recording.tally(), phase, observer);
    Poster.Span span =
        new Poster.Span(
            messages / load.publishers(), System.nanoTime() + phase.measured().toNanos());
    startPosters(recording, phase, System.nanoTime(), span, overrun(phase))
        .forEach(watch::untilEnded);
    watch.untilSettled(patience(), () -> mustStop(recording));
    Meter meter = new Meter(contender.server());
    meter.begin();
    long backNanos = System.nanoTime();
    if (!mustStop(recording)) {
      attach();
      watch.untilQuiet(patience(), () -> mustStop(recording));
    }
    double seconds = Math.max(1, recording.lastEventNanos() - backNanos) / NANOS_PER_SECOND;
    return outcome(recording, phase, seconds, 0, meter);
  }

  /** Removes what was made on the broker. */
  @Override
  public void close() {
    boolean isHealthy = recordings.stream().noneMatch(Recording::hasFailed);
    try {
      senders.forEach(Transport.Sender::close);
      receivers.forEach(Transport.Receiver::close);
      if (isHealthy && isDurable()) {
        IntStream.range(0, load.subscribers())
            .forEach(subscriber -> transport.removeSubscription(name(subscriber)));
      }
    } finally {
      transport.close();
      if (isHealthy) {
        site.remove();
      }
    }
  }

  private void attach() {
    for (int i = 0; i < load.subscribers(); i++) {
      int subscriber = i;
      receivers.add(
          transport.receiver(
              isDurable() ? name(subscriber) : null, boards, stamp -> receive(subscriber, stamp)));
    }
  }

  private void receive(int subscriber, String text) {
    long nowNanos = System.nanoTime();
    Stamp stamp = Stamp.parse(text);
    recordings.get(stamp.phase()).received(subscriber, stamp, nowNanos);
  }

  private void prime() {
    byte[] body = new byte[load.bodyBytes()];
    new Random(load.bodyBytes()).nextBytes(body); // what compresses well would flatter
    Recording recording = nextRecording();
    for (int publisher = 0; publisher < load.publishers(); publisher++) {
      Transport.Sender sender = transport.sender("p" + publisher);
      senders.add(sender);
      Poster poster = new Poster(publisher, sender, boards, body);
      posters.add(poster);
      poster.prime(recording);
    }
    new Watch(recording.tally(), load, observer)
        .untilQuiet(isReliable() ? PRIMING_PATIENCE : LOSSY_PATIENCE, () -> mustStop(recording));
  }

  private Recording nextRecording() {
    Recording recording =
        new Recording(
            recordings.size(), new Tally(load.publishers() * boards.size(), load.subscribers()));
    recordings.add(recording);
    return recording;
  }

  /** How long publishers go on after the end of a schedule that they could not keep. */
  private static Duration overrun(Load phase) {
    return phase.measured().compareTo(LEAST_OVERRUN) > 0 ? phase.measured() : LEAST_OVERRUN;
  }

  private List<Thread> startPosters(
      Recording recording, Load phase, long startNanos, Poster.Span span, Duration overrun) {
    double rate = phase.ratePerSecond() / posters.size();
    long giveUpNanos = span.endNanos() + overrun.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < posters.size(); i++) {
      Poster poster = posters.get(i);
      // one after the other, not all at the same moment
      double offsetSeconds = rate == 0 ? 0 : i / rate / posters.size();
      Schedule schedule =
          new Schedule(startNanos + (long) (offsetSeconds * NANOS_PER_SECOND), rate);
      threads.add(
          start(
              "publisher " + i,
              () ->
                  poster.post(recording, schedule, span, giveUpNanos, () -> mustStop(recording))));
    }
    return threads;
  }

  private void happen(Incident incident, Recording recording) {
    Schedule.awaitNanos(System.nanoTime() + incident.after().toNanos());
    if (!mustStop(recording)) {
      recording.incidentAt(System.nanoTime());
      try {
        incident.action().run();
      } catch (RuntimeException e) {
        recording.fail(e); // told with the outcome
      }
    }
  }

  private Outcome outcome(
      Recording recording, Load phase, double seconds, double growthSeconds, Meter meter) {
    return new Outcome(
        recording.tally().counts(),
        recording.warmUp(phase.warmUp().toMillis()),
        recording.endToEnd(),
        recording.confirm(),
        recording.generatorLate(),
        seconds,
        growthSeconds,
        posters.stream().mapToDouble(Poster::cpuShare).max().orElse(0),
        posters.stream().mapToLong(Poster::unsent).sum(),
        recording.recoveryNanos(),
        meter.end(),
        recording.fault(),
        observer.isStopped());
  }

  private boolean mustStop(Recording recording) {
    return observer.isStopped() || recording.hasFailed() || Thread.currentThread().isInterrupted();
  }

  private Duration patience() {
    return isReliable() ? load.patience() : LOSSY_PATIENCE;
  }

  private boolean isReliable() {
    return contender.promises(Guarantee.AT_LEAST_ONCE);
  }

  private boolean isDurable() {
    return contender.promises(Guarantee.DURABLE_SUBSCRIPTION);
  }

  private static String name(int subscriber) {
    return "s" + subscriber;
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
