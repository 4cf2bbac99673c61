package org.topicboards.requests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * Tells the board services on a broker of durable subscriptions, for their registry. In a thread of
 * its own, so that nobody waits for it, and never in the way: what cannot be announced now is
 * announced again later, and a client that may not post there does without. Thread-safe.
 */
public final class SubscriptionAnnouncer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionAnnouncer.class);

  /** How often an attached subscriber is seen. */
  public static final Duration INTERVAL = Duration.ofSeconds(30);

  /** The longest that a broker may hold up the end of a command that only announces. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Broker broker;
  private final String source;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread announcing = new Thread(task, "subscription announcer");
            announcing.setDaemon(true);
            return announcing;
          });
  private @Nullable Publisher publisher;

  /**
   * Announces nothing yet.
   *
   * @param broker connected; the caller closes it afterwards
   * @param source who announces
   */
  public SubscriptionAnnouncer(Broker broker, String source) {
    this.broker = broker;
    this.source = source;
  }

  /**
   * Announces that somebody is attached, now and from time to time until closed. The subscription
   * is there already.
   */
  public void attached(SubscriptionName name, List<BoardPattern> patterns) {
    Announcement attached = new Announcement.Attached(name, patterns);
    Attachment attachment = new Attachment(attached);
    thread.execute(attachment);
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            attachment, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Announces that a subscription was removed. */
  public void removed(SubscriptionName name) {
    thread.execute(
        () -> {
          boolean unused = post(RegistryBoards.REGISTRY, new Announcement.Removed(name));
        });
  }

  /** Waits for what is being announced, for a few seconds at most, and ends. Idempotent. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the broker takes too long; a subscription is not announced");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Posts; false if the broker has not taken it. */
  private boolean post(BoardName board, Announcement announcement) {
    try {
      PublishReceipt unused =
          publisher()
              .publish(board, AnnouncementCodec.write(announcement, source))
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (AccessRefusedException e) {
      refused(e);
    } catch (BrokerException | TimeoutException e) {
      notAnnounced(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AccessRefusedException refusal) {
        refused(refusal);
      } else {
        notAnnounced(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static void notAnnounced(Exception failure) {
    LOG.debug("a subscription could not be announced: {}", failure.getMessage());
  }

  private void refused(AccessRefusedException refusal) {
    LOG.info("subscriptions are not announced: {}", refusal.getMessage());
    thread.shutdown();
  }

  /** Made for the first announcement, and closed with the broker. */
  private Publisher publisher() {
    if (publisher == null) {
      Publisher opened = broker.publisher(PublisherOptions.DEFAULTS.within(PATIENCE));
      publisher = opened;
      keepAnnouncements();
    }
    return publisher;
  }

  /**
   * Has announcements wait for the first board service. Only where messages wait for its archive
   * too: nothing is to pile up on a broker that is to have no service.
   */
  private void keepAnnouncements() {
    if (!broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
      return;
    }
    try {
      if (broker.subscriptionStatus(SubscriptionName.ARCHIVE).isPresent()) {
        broker.declareSubscription(RegistryBoards.services());
      }
    } catch (AccessRefusedException e) {
      LOG.debug("announcements wait only where a service has seen to it: {}", e.getMessage());
    }
  }

  /** Announces an attachment until the broker has taken it, and from then on that it lasts. */
  private final class Attachment implements Runnable {

    private final Announcement announcement;
    private boolean isAnnounced;

    Attachment(Announcement announcement) {
      this.announcement = announcement;
    }

    @Override
    public void run() {
      if (isAnnounced) {
        boolean unused = post(RegistryBoards.SEEN, announcement);
      } else {
        isAnnounced = post(RegistryBoards.REGISTRY, announcement);
      }
    }
  }
}
