package org.topicboards.broker.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** A dispatcher with its transport side, for the tests of one of its parts each. */
@Timeout(60)
abstract class DispatcherFixture {

  static final Duration NEVER = Duration.ofHours(1);
  static final SubscriptionOptions OPTIONS =
      SubscriptionOptions.durable(SubscriptionName.of("alice"), List.of(BoardPattern.ALL))
          .retrying(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5)));

  final RecordingPublisher deadLetters = new RecordingPublisher();
  private final List<DeliveryDispatcher> started = new ArrayList<>();

  @AfterEach
  void closeAll() {
    started.forEach(DeliveryDispatcher::close);
  }

  final DeliveryDispatcher dispatcher(SubscriptionOptions options, MessageHandler handler) {
    return dispatcher(options, handler, () -> deadLetters);
  }

  final DeliveryDispatcher dispatcher(
      SubscriptionOptions options,
      MessageHandler handler,
      Supplier<Publisher> deadLetterPublisher) {
    DeliveryDispatcher dispatcher = new DeliveryDispatcher(options, handler, deadLetterPublisher);
    started.add(dispatcher);
    return dispatcher;
  }

  final DeliveryDispatcher alwaysFailing(
      SubscriptionOptions options, AtomicInteger calls, String reason) {
    return dispatcher(
        options,
        delivery -> {
          calls.incrementAndGet();
          throw new IllegalStateException(reason);
        });
  }
}
