package org.topicboards.system.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.topicboards.system.crash.KillPlan.Kill;

/** One run of the drill: everything is started, killed, drained and counted. Not thread-safe. */
final class Drill implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration WATCH = Duration.ofMillis(1);

  private final Workload workload;
  private final Consumer<String> report;
  private final Deployment deployment;
  private final List<DurableSubscriber> subscribers = new ArrayList<>();
  private final List<PublisherFeed> publishers = new ArrayList<>();
  private final long startNanos = System.nanoTime();

  /**
   * Sets everything up, ready to post.
   *
   * @param folder for data, output and errors of all processes
   * @param report gets a line for each thing worth telling
   */
  Drill(
      Workload workload,
      Deployment.Kind kind,
      Program.Home home,
      Path folder,
      Consumer<String> report)
      throws InterruptedException {
    this.workload = workload;
    this.report = report;
    this.deployment = kind.start(home, folder);
    boolean started = false;
    try {
      Target target = deployment.target();
      for (String name : List.of("alice", "bob")) {
        subscribers.add(new DurableSubscriber(name, target, home, folder, workload));
      }
      Patience.await("the subscribers are attached", POLL, () -> areUp(subscribers));
      for (int source = 0; source < workload.sources(); source++) {
        publishers.add(new PublisherFeed(source, workload, target, home, folder));
      }
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Posts everything, carries out the kills, and returns when every message has arrived. */
  void run(int kills, Random random) throws InterruptedException {
    List<Kill> plan = KillPlan.of(kills, deployment.victims(), subscribers, random);
    for (int i = 0; i < kills; i++) {
      release(plan.get(i).segmentStart());
      awaitAllUp();
      release(1);
      double heldAt = i + 1 < kills ? plan.get(i + 1).segmentStart() : 1;
      carryOut(i + 1, plan.get(i), heldAt);
    }
    release(1);
    for (PublisherFeed publisher : publishers) {
      publisher.awaitDone();
    }
    report.accept(
        "%7.1f s  all posted and confirmed: every publisher ended with exit code 0"
            .formatted(seconds()));
    Patience.await("everything has arrived", POLL, this::hasEverythingArrived);
    for (DurableSubscriber subscriber : subscribers) {
      subscriber.stop();
    }
    deployment.stopService();
    report.accept("%7.1f s  all arrived; subscribers and service stopped".formatted(seconds()));
  }

  /** Counts what arrived, for after {@link #run}. */
  List<Row> result() {
    Ledger archive = new Ledger(workload);
    deployment.archive().readInto(archive);
    return Stream.concat(
            Stream.of(new Row("archived", archive.totals(), false)),
            subscribers.stream()
                .map(receiver -> new Row(receiver.name(), receiver.ledger().totals(), true)))
        .toList();
  }

  /** Ends whatever still runs. */
  @Override
  public void close() {
    for (PublisherFeed publisher : publishers) {
      publisher.close();
    }
    for (DurableSubscriber subscriber : subscribers) {
      subscriber.close();
    }
    deployment.close();
  }

  private void carryOut(int number, Kill kill, double heldAt) throws InterruptedException {
    Victim victim = kill.victim();
    Patience.await("enough is confirmed", WATCH, () -> confirmed() >= enough(kill));
    Patience.await(
        "messages are in flight when " + victim.name() + " is to be killed",
        WATCH,
        () -> unconfirmed() > 0 && unacknowledgedWith(victim) > 0);
    double killedAt = seconds();
    // Counted while they move: the numbers are those of the last millisecond before the signal.
    String inFlight =
        "%,7d confirmed, in flight %,5d unconfirmed %,5d unacknowledged"
            .formatted(confirmed(), unconfirmed(), unacknowledgedWith(victim));
    victim.kill();
    release(heldAt);
    victim.start();
    awaitAllUp();
    report.accept(
        "%7.1f s  kill %2d: %-16s  %s; all up again after %.1f s"
            .formatted(killedAt, number, victim.name(), inFlight, seconds() - killedAt));
  }

  private void release(double part) {
    publishers.forEach(publisher -> publisher.release(part));
  }

  private void awaitAllUp() throws InterruptedException {
    Patience.await(
        "everything is up",
        POLL,
        () ->
            areUp(deployment.victims())
                && areUp(subscribers)
                && publishers.stream().allMatch(PublisherFeed::isUp));
  }

  private static boolean areUp(List<? extends Victim> victims) {
    return victims.stream().allMatch(Victim::isUp);
  }

  private boolean hasEverythingArrived() {
    subscribers.forEach(DurableSubscriber::readOutput);
    return subscribers.stream().allMatch(subscriber -> subscriber.ledger().isComplete())
        && deployment.archive().size() >= workload.messages();
  }

  private double enough(Kill kill) {
    return kill.earliest() * workload.messages();
  }

  private long confirmed() {
    return publishers.stream().mapToLong(publisher -> publisher.link().confirmed()).sum();
  }

  private int unconfirmed() {
    return publishers.stream().mapToInt(publisher -> publisher.link().unconfirmed()).sum();
  }

  private int unacknowledgedWith(Victim victim) {
    int ofOthers =
        victim.isBroker() ? subscribers.stream().mapToInt(Victim::unacknowledged).sum() : 0;
    return victim.unacknowledged() + ofOthers;
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /**
   * What one receiver got.
   *
   * @param mayRepeat whether it may get a message again: an archive may not
   */
  record Row(String receiver, Ledger.Totals totals, boolean mayRepeat) {

    boolean isGood() {
      return totals.isFaithful() && (mayRepeat || totals.again() == 0);
    }
  }
}
