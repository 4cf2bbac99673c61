package org.topicboards.benchmarks;

import java.util.List;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/**
 * The multicast adapter without its rate limit beside a bare {@code DatagramChannel}, on the
 * loopback interface, with one member in the group.
 */
final class MulticastComparisons {

  private static final int SMALL_BYTES = 100;

  private MulticastComparisons() {}

  static List<Comparison> of(Settings settings) {
    int datagram = LoopbackMulticast.DATAGRAM_BYTES;
    Load full = Load.of(settings.messages(), LoopbackMulticast.FULL_BODY_BYTES);
    Load small = Load.of(5 * settings.messages(), SMALL_BYTES);
    return List.of(
        comparison(
            "multicast, sending datagrams of %,d bytes".formatted(datagram),
            "0.9 or more",
            full,
            MeasuredRun.MULTICAST_SEND_ADAPTER,
            MeasuredRun.MULTICAST_SEND_BARE),
        comparison(
            "multicast, sending and receiving datagrams of %,d bytes".formatted(datagram),
            "0.9 or more",
            full,
            MeasuredRun.MULTICAST_THROUGH_ADAPTER,
            MeasuredRun.MULTICAST_THROUGH_BARE),
        comparison(
            "multicast, packed by the adapter, one message in a bare datagram",
            "3 or more",
            small,
            MeasuredRun.MULTICAST_SEND_ADAPTER,
            MeasuredRun.MULTICAST_SEND_BARE));
  }

  private static Comparison comparison(
      String what, String target, Load load, MeasuredRun ours, MeasuredRun bare) {
    return new Comparison(
        what + ": " + load,
        "messages/s",
        target,
        new Side("adapter", () -> Figure.of(ChildJvm.measure(ours, load, ""))),
        new Side("bare channel", () -> Figure.of(ChildJvm.measure(bare, load, ""))));
  }
}
