package org.topicboards.service.relay;

import java.util.Optional;
import org.topicboards.broker.Broker;

/** What becomes of a relay's messages on its target, beside that they are there. */
interface Arrivals extends AutoCloseable {

  /** Called with each connection to the target, before anything is posted. */
  void attach(Broker target);

  /** Why arrivals cannot be booked, or nothing while they can. */
  default Optional<String> fault() {
    return Optional.empty();
  }

  /** Finishes what is in hand. Idempotent. */
  @Override
  default void close() {}
}
