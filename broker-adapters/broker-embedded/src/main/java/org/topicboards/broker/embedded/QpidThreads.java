package org.topicboards.broker.embedded;

import java.util.function.BiConsumer;

/**
 * The threads of one server: every thread that a thread of the group starts is in the group.
 *
 * <p>A failure that Qpid cannot confine to one connection, as of its store, ends the thread that
 * met it and leaves a client waiting for ever, since Qpid counts on the process to end. Here a
 * listener is told, by the thread that ends, and the process goes on.
 */
final class QpidThreads extends ThreadGroup {

  private final BiConsumer<Thread, Throwable> failureListener;

  QpidThreads(BiConsumer<Thread, Throwable> failureListener) {
    super("embedded-broker");
    this.failureListener = failureListener;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    failureListener.accept(thread, failure);
  }
}
