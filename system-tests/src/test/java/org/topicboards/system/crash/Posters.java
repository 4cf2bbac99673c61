package org.topicboards.system.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;

/** Posts a workload on a broker, each source on a thread of its own. Thread-safe. */
final class Posters {

  /** Longer than any restart of a broker takes. */
  private static final PublisherOptions PATIENT =
      PublisherOptions.DEFAULTS.within(Duration.ofMinutes(5));

  private final Workload workload;
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Thread> posting = new ArrayList<>();
  private final AtomicInteger unconfirmed = new AtomicInteger();

  /**
   * Makes the publishers, before anything is posted: a broker that is flooded may not answer in
   * time. They end with the broker's close.
   */
  Posters(Broker broker, Workload workload) {
    this.workload = workload;
    for (int source = 0; source < workload.sources(); source++) {
      publishers.add(broker.publisher(PATIENT));
    }
  }

  /** Begins to post. */
  void start() {
    unconfirmed.set(workload.messages());
    for (int source = 0; source < workload.sources(); source++) {
      List<Workload.Posting> postings = workload.of(source);
      Publisher publisher = publishers.get(source);
      Thread thread = new Thread(() -> post(publisher, postings), "post " + source);
      thread.start();
      posting.add(thread);
    }
  }

  /** How many have not been confirmed yet by the broker. */
  int unconfirmed() {
    return unconfirmed.get();
  }

  /** Waits until everything is confirmed. */
  void awaitConfirmed() throws InterruptedException {
    for (Thread thread : posting) {
      thread.join();
    }
    if (unconfirmed() > 0) {
      throw new DrillException(unconfirmed() + " messages were not confirmed");
    }
  }

  private void post(Publisher publisher, List<Workload.Posting> postings) {
    List<CompletableFuture<Void>> confirmations = new ArrayList<>(postings.size());
    for (Workload.Posting each : postings) {
      confirmations.add(
          publisher
              .publish(each.board(), each.message())
              .thenAccept(receipt -> unconfirmed.decrementAndGet())
              .toCompletableFuture());
    }
    confirmations.forEach(CompletableFuture::join);
  }
}
