package org.topicboards.broker.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.topicboards.message.Message;

/**
 * What the archive was given and has not acknowledged, in the order of delivery. A marker among it
 * is reached when everything before it is acknowledged. Thread-safe.
 */
final class ArchiveProgress {

  private final Consumer<Message> markerReached;
  private final Set<InboundDelivery> outstanding = new LinkedHashSet<>();

  /** Nothing outstanding. {@code markerReached} must not block. */
  ArchiveProgress(Consumer<Message> markerReached) {
    this.markerReached = markerReached;
  }

  /**
   * Notes a delivery, before its handler runs.
   *
   * @return false if it is a marker, which no handler is to see
   */
  boolean delivered(InboundDelivery delivery) {
    synchronized (outstanding) {
      outstanding.add(delivery);
    }
    if (!ArchiveBarrier.isMarker(delivery)) {
      return true;
    }
    advance();
    return false;
  }

  /** Notes that a delivery was acknowledged. */
  void acknowledged(InboundDelivery delivery) {
    synchronized (outstanding) {
      outstanding.remove(delivery);
    }
    advance();
  }

  private void advance() {
    for (InboundDelivery marker : takeReached()) {
      marker.acknowledgeOnTransport();
      markerReached.accept(marker.message());
    }
  }

  private List<InboundDelivery> takeReached() {
    List<InboundDelivery> reached = new ArrayList<>(0);
    synchronized (outstanding) {
      Iterator<InboundDelivery> all = outstanding.iterator();
      while (all.hasNext()) {
        InboundDelivery first = all.next();
        boolean isStale =
            first.isStale(); // it comes again, behind nothing that is outstanding here
        if (!isStale && !ArchiveBarrier.isMarker(first)) {
          break;
        }
        all.remove();
        if (!isStale) {
          reached.add(first);
        }
      }
    }
    return reached;
  }
}
