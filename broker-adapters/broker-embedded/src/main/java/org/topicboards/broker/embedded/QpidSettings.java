package org.topicboards.broker.embedded;

import java.util.Map;

/** The settings of Qpid that do not depend on where it runs, and why each differs. */
final class QpidSettings {

  /** Qpid calls them context variables. */
  static final Map<String, String> CONTEXT =
      Map.ofEntries(
          // What RabbitMQ accepts must not close a connection here.
          Map.entry("queue.behaviourOnUnknownDeclareArgument", "IGNORE"),
          Map.entry("exchange.behaviourOnUnknownDeclareArgument", "IGNORE"),
          // Reject without requeue discards, as on RabbitMQ; by default it requeues for ever.
          Map.entry("queue.maximumDeliveryAttempts", "1"),
          // The body goes out as it came in; by default one over 100 KiB may be compressed.
          Map.entry("connection.messageCompressionThresholdSize", "0"),
          // By default a client that sent nothing for two seconds is cut off, however busy the
          // machine.
          Map.entry("qpid.port.protocol_handshake_timeout", "10000"),
          // By default 64 threads for each part, and as many commits of large bodies on the heap.
          Map.entry("qpid.port.amqp.threadPool.size", "2"),
          Map.entry("virtualhost.connectionThreadPool.size", "8"),
          Map.entry("virtualhost.connectionThreadPool.numberOfSelectors", "2"),
          // Publishers stop when the disk has this little left, not at 90 percent or 5 GB.
          Map.entry("store.filesystem.maxUsagePercent", "0"),
          Map.entry("je.freeDisk", Long.toString(64L << 20)),
          // Messages that wait leave memory early, so that a long queue fits into a small heap.
          Map.entry("je.maxMemory", Long.toString(24L << 20)),
          Map.entry("broker.flowToDiskThreshold", Long.toString(16L << 20)),
          Map.entry("virtualhost.flowToDiskCheckPeriod", "1000"),
          Map.entry("broker.directByteBufferPoolSize", "64"),
          Map.entry("qpid.broker.networkBufferSize", "65536"));

  private QpidSettings() {}
}
