package org.topicboards.broker.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.units.Durations;

/**
 * Waits for members to be let into their groups: a group lets nobody in until each of its members
 * has answered, or the session of one that died is over.
 */
final class GroupJoining {

  private static final String STUCK =
      "a member of its group does not answer (one that died is waited for until its session ends)";

  private final ConnectOptions options;
  private final ExceptionTranslator translator;

  GroupJoining(ConnectOptions options, ExceptionTranslator translator) {
    this.options = options;
    this.translator = translator;
  }

  /**
   * Waits until a consumer is in its group, at most for the connect timeout.
   *
   * @throws org.topicboards.broker.BrokerException if it is not, or may not
   */
  void await(SubscriptionOptions subscription, CompletableFuture<Void> joined) {
    String doing = "join " + KafkaSubscription.label(subscription);
    try {
      joined.get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translator.translate(doing, e);
    } catch (ExecutionException e) {
      throw translator.translate(doing, e);
    } catch (TimeoutException e) {
      throw new BrokerUnavailableException(
          "cannot "
              + doing
              + " within "
              + Durations.format(options.connectTimeout())
              + ": "
              + STUCK,
          e);
    }
  }

  /** Tells the listener if a consumer is not in its group within the connect timeout. */
  void tellIfLate(SubscriptionOptions subscription, CompletableFuture<Void> joined) {
    CompletableFuture<Void> unused =
        joined
            .copy()
            .orTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, failure) -> {
                  if (failure instanceof TimeoutException) {
                    options
                        .listener()
                        .warned(
                            KafkaSubscription.label(subscription)
                                + " waits to be let in: "
                                + STUCK);
                  }
                });
  }
}
