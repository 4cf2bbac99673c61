package org.topicboards.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Takes the wall time and the processor time of this JVM, from its making until it is read. */
final class Stopwatch {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = PROCESS.getProcessCpuTime();

  /** How fast so many messages were done until now. */
  Speed speed(int messages) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double cpuMicros = (PROCESS.getProcessCpuTime() - startCpuNanos) / 1e3;
    return new Speed(messages / seconds, cpuMicros / messages);
  }
}
