package org.topicboards.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.topicboards.comparison.scenario.Plan;
import org.topicboards.units.ByteSizes;

/** Whether there is room for what the embedded brokers are going to keep. */
final class DiskSpace {

  /** Two stores, and what they preallocate. */
  private static final long STORES_BYTES = 1L << 30;

  /** What a message takes in a store beside its body, at most. */
  private static final long MESSAGE_BYTES = 1_000;

  /** As many seconds of the fastest broker's messages may wait to be deleted. */
  private static final long KEPT_SECONDS = 60;

  private static final long FASTEST_BYTES_PER_SECOND = 100L << 20;

  private DiskSpace() {}

  /**
   * Checks before anything is started.
   *
   * @throws IOException if there is too little, or the folder cannot be used; one line
   */
  static void require(Path folder, Plan plan) throws IOException {
    long longestSeconds = Math.min(KEPT_SECONDS, plan.trial().toSeconds() * plan.searchTrials());
    long needed =
        STORES_BYTES
            + plan.awayMessages() * (plan.bodyBytes() + MESSAGE_BYTES)
            + longestSeconds * FASTEST_BYTES_PER_SECOND;
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable < needed) {
      throw new IOException(
          "%s has %s left, and the embedded brokers may need %s: choose another with --work"
              .formatted(
                  folder,
                  ByteSizes.format(usable >> 20 << 20),
                  ByteSizes.format(needed >> 20 << 20)));
    }
  }
}
