package org.topicboards.service.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** What the archive counts of one broker. */
final class ArchiveMetrics {

  final Counter archived;
  final Counter duplicates;
  final Counter conflicts;
  final Counter quarantined;
  final Counter failedCommits;
  final Counter interruptions;
  final DistributionSummary batchSize;
  final Timer commit;
  private final MeterRegistry registry;
  private final Tags tags;

  /** Registers them with the tag {@code broker}. */
  ArchiveMetrics(MeterRegistry registry, String broker) {
    this.registry = registry;
    this.tags = Tags.of("broker", broker);
    archived = counter("boards.archived", "Messages stored");
    duplicates = counter("boards.duplicates", "Messages that the archive held already");
    conflicts =
        counter(
            "boards.conflicts",
            "Messages with the identity of an archived message but another body, not stored");
    quarantined = counter("boards.quarantined", "Messages set aside in the quarantine table");
    failedCommits = counter("boards.commit.failures", "Attempts to write while the store was away");
    interruptions =
        counter(
            "boards.interruptions",
            "Times that a broker without durable subscriptions was not heard for a while");
    batchSize =
        DistributionSummary.builder("boards.batch.size")
            .description("Messages stored in one transaction")
            .baseUnit("messages")
            .tags(tags)
            .register(registry);
    commit =
        Timer.builder("boards.commit")
            .description("Time to write and commit one transaction")
            .tags(tags)
            .register(registry);
  }

  /** Shows how far the archive is behind. */
  void follow(ArchiveLag lag) {
    Gauge.builder("boards.lag", lag, ArchiveLag::messages)
        .description("Messages posted and not yet archived")
        .baseUnit("messages")
        .tags(tags)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
