package org.topicboards.broker.multicast;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * What one publisher sends: packs its messages into datagrams, numbers both, cuts what is too large
 * into fragments. All messages of a datagram share one stage, so that posting allocates nothing for
 * each. Not thread-safe; what hangs on a stage may post again from within.
 */
final class PublishingSession {

  private static final Logger LOG = LoggerFactory.getLogger(PublishingSession.class);

  /** So long a message may wait for company, if another datagram has just gone. */
  static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final CompletionStage<PublishReceipt> HANDED_OVER =
      CompletableFuture.completedStage(PublishReceipt.ROUTED);

  private final MulticastGroup group;
  private final DatagramSender sender;
  private final Packet packet;
  private final int payloadBytes;
  private @Nullable CompletableFuture<PublishReceipt> handover;
  private CompletionStage<PublishReceipt> shared = HANDED_OVER;
  private long messageNumber;
  private long datagramNumber;
  private long sentAtNanos = System.nanoTime() - LINGER_NANOS;

  PublishingSession(MulticastGroup group, DatagramSender sender, long prefix, long session) {
    this.group = group;
    this.sender = sender;
    this.packet = new Packet(group.mtuBytes(), prefix, session, group.key());
    this.payloadBytes = Packet.payloadBytes(group.mtuBytes(), group.key() != null);
  }

  /**
   * Puts a message into the next datagram, which goes at once if it is full or, with its first
   * message, if nothing went lately; and else waits for more messages.
   *
   * @param timeoutNanos for a message of many datagrams
   * @return completes when the message was handed to the network
   */
  CompletionStage<PublishReceipt> post(BoardName board, Message message, long timeoutNanos)
      throws InterruptedException, IOException {
    long bytes = packet.bytesFor(board, message);
    if (bytes > payloadBytes - Frame.RECORD_LENGTH_BYTES) {
      long deadlineNanos = System.nanoTime() + timeoutNanos;
      while (hasWaiting()) {
        send();
      }
      sendFragments(new EncodedMessage(board, message), deadlineNanos);
      return HANDED_OVER;
    }
    while (hasWaiting() && !packet.hasRoomFor((int) bytes)) {
      send();
      bytes = packet.bytesFor(board, message); // another may have been posted from within
    }
    boolean isFirst = !hasWaiting();
    if (isFirst) {
      packet.begin(Frame.KIND_MESSAGES, messageNumber + 1);
    }
    packet.add(board, message);
    messageNumber++;
    return packet.isFull() || (isFirst && lingerNanos() <= 0) ? send() : shared();
  }

  /** Whether messages wait in the next datagram. */
  boolean hasWaiting() {
    return packet.messages() > 0;
  }

  /** For how long what waits may still wait for company: 0 or less if no datagram went lately. */
  long lingerNanos() {
    return sentAtNanos + LINGER_NANOS - System.nanoTime();
  }

  /** The number of the last message, 0 before the first. */
  long messageNumber() {
    return messageNumber;
  }

  /** Sends what waits, if anything does, at the rate, and tells how it went. */
  CompletionStage<PublishReceipt> send() throws InterruptedException {
    if (hasWaiting()) {
      sender.pace(packet.bytes());
    }
    return sendNow();
  }

  /** The same whatever the rate. */
  CompletionStage<PublishReceipt> sendNow() {
    if (!hasWaiting()) {
      return HANDED_OVER;
    }
    CompletableFuture<PublishReceipt> waiting = handover;
    handover = null;
    BrokerException fault = null;
    try {
      handOver();
      sentAtNanos = System.nanoTime();
    } catch (IOException e) {
      fault = group.fault("cannot send to", e);
    } finally {
      packet.begin(Frame.KIND_MESSAGES, 0);
    }
    // Last, since what hangs on the stage may post again from here.
    if (fault != null) {
      if (waiting != null) {
        waiting.completeExceptionally(fault);
      }
      return CompletableFuture.failedFuture(fault);
    }
    if (waiting != null) {
      waiting.complete(PublishReceipt.ROUTED);
    }
    return HANDED_OVER;
  }

  /** Tells receivers which message was the last. To be called only while nothing waits. */
  void announce() {
    packet.begin(Frame.KIND_ANNOUNCEMENT, messageNumber);
    try {
      handOver();
    } catch (IOException e) {
      LOG.debug("an announcement was not sent", e);
    } finally {
      packet.begin(Frame.KIND_MESSAGES, 0);
    }
  }

  /** From here on the message has its number: if a fragment is not sent, it counts as lost. */
  private void sendFragments(EncodedMessage message, long deadlineNanos)
      throws InterruptedException, IOException {
    int room = payloadBytes - Frame.FRAGMENT_HEADER_BYTES;
    // It may just fit into one, as the estimate was on the safe side.
    int count = Math.max(2, (message.bytes() + room - 1) / room);
    messageNumber++;
    try {
      for (int index = 0; index < count; index++) {
        if (System.nanoTime() - deadlineNanos > 0) {
          throw new BrokerTimeoutException(
              "a message of "
                  + message.bytes()
                  + " bytes was not sent in time: the rate of the group, or the network, is too"
                  + " slow for it");
        }
        packet.begin(Frame.KIND_FRAGMENT, messageNumber);
        packet.addFragment(index, count, message);
        sender.pace(packet.bytes());
        handOver();
      }
    } finally {
      sentAtNanos = System.nanoTime();
      packet.begin(Frame.KIND_MESSAGES, 0);
    }
  }

  private void handOver() throws IOException {
    sender.send(packet.seal(++datagramNumber));
  }

  /** What tells of the datagram that is being filled, to all who have messages in it. */
  private CompletionStage<PublishReceipt> shared() {
    if (handover == null) {
      handover = new CompletableFuture<>();
      shared = handover.minimalCompletionStage();
    }
    return shared;
  }
}
