package org.topicboards.broker.spi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A delivery of a transport that only counts its acknowledgements. */
final class TestDelivery extends InboundDelivery {

  private final AtomicInteger acknowledgements = new AtomicInteger();
  private final BooleanSupplier lost;
  private volatile boolean stale;

  /** Delivers message {@code id} of bob's on the board "news". */
  TestDelivery(String id) {
    this("news", BoardName.of("news"), id, () -> false);
  }

  private TestDelivery(String address, @Nullable BoardName board, String id, BooleanSupplier lost) {
    super(address, board, Message.from("bob").id(id).body(new byte[] {7}).build(), false);
    this.lost = lost;
  }

  static TestDelivery misaddressed(String address) {
    return new TestDelivery(address, null, "1", () -> false);
  }

  static TestDelivery lostWhen(String id, BooleanSupplier lost) {
    return new TestDelivery("news", BoardName.of("news"), id, lost);
  }

  void loseConnection() {
    stale = true;
  }

  int acknowledgements() {
    return acknowledgements.get();
  }

  @Override
  protected void acknowledgeOnTransport() {
    acknowledgements.incrementAndGet();
  }

  @Override
  protected boolean isStale() {
    return stale || lost.getAsBoolean();
  }
}
