package org.topicboards.broker.embedded;

import java.lang.reflect.Field;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;

/**
 * Qpid's own shutdown hook. The JVM runs all hooks at the same time, so this one would stop the
 * broker under clients in the same process that are about to settle what they have in hand. No
 * setting of Qpid leaves it out, and only the broker's private field refers to it.
 */
final class QpidShutdownHook {

  private static final String FIELD = "_shutdownHook";

  private QpidShutdownHook() {}

  /** Leaves it to the owner of {@code broker} to close it when the process ends. */
  static void remove(Broker<?> broker) {
    try {
      Field field = BrokerImpl.class.getDeclaredField(FIELD);
      field.setAccessible(true);
      boolean unused = Runtime.getRuntime().removeShutdownHook((Thread) field.get(broker));
    } catch (NoSuchFieldException | IllegalAccessException e) {
      throw new IllegalStateException("this version of Qpid keeps its shutdown hook elsewhere", e);
    } catch (IllegalStateException processIsEnding) {
      // Too late: Qpid closes the broker, and closing it again does nothing.
    }
  }
}
