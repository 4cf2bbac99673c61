package org.topicboards.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.topicboards.broker.BrokerException;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.store.MessageStore;

/**
 * One archive on several brokers. Each is attached, waited for and let go by itself, so that none
 * holds up another. Thread-safe.
 */
final class BrokerAttachments implements AutoCloseable {

  private final List<BrokerAttachment> attachments;

  BrokerAttachments(
      List<NamedBroker> brokers,
      MessageStore store,
      SubscriptionExpiry expiry,
      MeterRegistry meters) {
    attachments =
        brokers.stream()
            .map(broker -> new BrokerAttachment(broker, store, expiry, meters))
            .toList();
  }

  /**
   * Attaches to all of them. Returns when every one is being archived, however long one is away, or
   * when closed meanwhile.
   *
   * @throws BrokerException as soon as trying again would not help with one of them
   */
  void attach() throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(attachments.size(), task -> thread("attachment", task));
    try {
      CompletionService<Boolean> attached = new ExecutorCompletionService<>(threads);
      attachments.forEach(attachment -> attached.submit(attachment::attach));
      for (int i = 0; i < attachments.size(); i++) {
        attached.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  /** Why messages are not archived, per broker, one line each; no lines while they are. */
  Map<String, List<String>> faults() {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    attachments.forEach(attachment -> faults.put(attachment.name(), attachment.faults()));
    return faults;
  }

  /** Whether some archive has stopped for a reason that only a new process can mend. */
  boolean hasFailed() {
    return attachments.stream().anyMatch(BrokerAttachment::hasFailed);
  }

  /** Finishes the batches in hand and disconnects, everywhere at once. Idempotent. */
  @Override
  public void close() {
    List<Thread> closing = new ArrayList<>();
    for (BrokerAttachment attachment : attachments) {
      Thread thread = thread("close " + attachment.name(), attachment::close);
      thread.start();
      closing.add(thread);
    }
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
