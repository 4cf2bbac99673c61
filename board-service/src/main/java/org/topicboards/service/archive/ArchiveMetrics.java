package org.topicboards.service.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What the archive counts. */
final class ArchiveMetrics {

  final Counter archived;
  final Counter duplicates;
  final Counter conflicts;
  final Counter quarantined;
  final Counter failedCommits;
  final DistributionSummary batchSize;
  final Timer commit;

  ArchiveMetrics(MeterRegistry registry) {
    archived = counter(registry, "boards.archived", "Messages stored");
    duplicates = counter(registry, "boards.duplicates", "Messages that the archive held already");
    conflicts =
        counter(
            registry,
            "boards.conflicts",
            "Messages with the identity of an archived message but another body, not stored");
    quarantined =
        counter(registry, "boards.quarantined", "Messages set aside in the quarantine table");
    failedCommits =
        counter(registry, "boards.commit.failures", "Attempts to write while the store was away");
    batchSize =
        DistributionSummary.builder("boards.batch.size")
            .description("Messages stored in one transaction")
            .baseUnit("messages")
            .register(registry);
    commit =
        Timer.builder("boards.commit")
            .description("Time to write and commit one transaction")
            .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
