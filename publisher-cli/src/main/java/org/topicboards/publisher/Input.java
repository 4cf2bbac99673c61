package org.topicboards.publisher;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the messages to post come from. Not thread-safe. */
interface Input extends Closeable {

  /**
   * The next message, or null after the last. Blocks until it is there.
   *
   * @throws IllegalArgumentException if there is one that cannot be posted, which ends the input
   */
  @Nullable Posting next() throws IOException;

  /** The line that {@link #next} came to last, or {@link Posting#NO_LINE}. */
  default long line() {
    return Posting.NO_LINE;
  }

  @Override
  default void close() throws IOException {}
}
