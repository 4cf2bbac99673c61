package org.topicboards.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Looks at the heap of this JVM after each collection. Thread-safe. */
final class HeapWatch {

  private final LongAccumulator largestBytes = new LongAccumulator(Math::max, 0);
  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());

  private HeapWatch() {}

  /** Begins to look, until the JVM ends. */
  static HeapWatch start() {
    HeapWatch watch = new HeapWatch();
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            collector ->
                ((NotificationEmitter) collector)
                    .addNotificationListener(
                        (notification, handback) ->
                            watch.collected((CompositeData) notification.getUserData()),
                        notification ->
                            GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION
                                .equals(notification.getType()),
                        null));
    return watch;
  }

  /** The most that any collection has left in use so far. */
  long largestMegabytes() {
    return largestBytes.get() >> 20;
  }

  private void collected(CompositeData collection) {
    largestBytes.accumulate(
        GarbageCollectionNotificationInfo.from(collection)
            .getGcInfo()
            .getMemoryUsageAfterGc()
            .entrySet()
            .stream()
            .filter(pool -> heapPools.contains(pool.getKey()))
            .map(Map.Entry::getValue)
            .mapToLong(usage -> usage.getUsed())
            .sum());
  }
}
