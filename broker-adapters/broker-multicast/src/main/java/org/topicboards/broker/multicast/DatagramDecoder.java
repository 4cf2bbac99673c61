package org.topicboards.broker.multicast;

import java.util.ArrayList;
import java.util.List;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.Reception;
import org.topicboards.broker.multicast.Counters.Kind;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * Makes messages of the datagrams of a group, and the account of what is missing. Takes any bytes:
 * whatever they are, memory stays bounded and nothing is thrown but by the sink. One thread at a
 * time; {@link #reception} from any.
 */
final class DatagramDecoder {

  private final DatagramReader reader;
  private final MessageDecoder messages;

  /** What did not arrive, until the sink is told: not from within a lock. */
  private final List<LostMessages> losses = new ArrayList<>();

  private final Publishers publishers = new Publishers(losses::add);
  private final Sink sink;

  /** A decoder for a subscriber of the patterns. */
  DatagramDecoder(DatagramReader reader, List<BoardPattern> patterns, Sink sink) {
    this.reader = reader;
    this.messages = new MessageDecoder(patterns);
    this.sink = sink;
  }

  /** Decodes the datagram of {@code length} bytes at {@code offset}. */
  void decode(byte[] bytes, int offset, int length, long nowNanos) {
    switch (reader.read(bytes, offset, length)) {
      case CORRUPT -> publishers.count(Kind.CORRUPT);
      case IGNORED -> publishers.count(Kind.IGNORED);
      case UNAUTHENTICATED -> publishers.count(Kind.UNAUTHENTICATED);
      case ACCEPTED -> accept(nowNanos);
    }
    tellLosses();
  }

  /** To be called now and then, also when nothing comes. */
  void giveUpOld(long nowNanos) {
    publishers.giveUpOld(nowNanos);
    tellLosses();
  }

  Reception reception() {
    return publishers.reception();
  }

  private void accept(long nowNanos) {
    PublisherSession publisher = publishers.session(reader.session());
    if (!publisher.isNew(reader)) {
      return;
    }
    switch (reader.kind()) {
      case Frame.KIND_ANNOUNCEMENT -> publisher.announced(reader);
      case Frame.KIND_FRAGMENT -> {
        int heldBytes = publisher.heldBytes();
        byte[] message = publisher.addFragment(reader, nowNanos);
        if (message != null) {
          deliver(publisher, reader.messageNumber(), message, 0, message.length);
        } else if (publisher.heldBytes() > heldBytes) {
          publishers.keepWithinBounds();
        }
      }
      default -> {
        if (publisher.beginMessages(reader)) {
          deliverAll(publisher);
        }
      }
    }
  }

  private void deliverAll(PublisherSession publisher) {
    int position = reader.payloadOffset();
    long first = reader.messageNumber();
    for (long number = first; number < first + reader.messages(); number++) {
      int length = reader.recordBytes(position);
      position += Frame.RECORD_LENGTH_BYTES;
      deliver(publisher, number, reader.array(), position, length);
      position += length;
    }
  }

  private void deliver(
      PublisherSession publisher, long number, byte[] bytes, int offset, int length) {
    tellLosses();
    BoardName board;
    Message message;
    try {
      MessageDecoder.Board addressed = messages.board(bytes, offset, length);
      if (!addressed.isWanted()) {
        publisher.count(Kind.RECEIVED, 1);
        return;
      }
      board = addressed.name();
      message = messages.message(bytes, offset, length, publisher.name());
    } catch (MalformedFrameException e) {
      publisher.count(Kind.CORRUPT, 1);
      publisher.lose(number, number);
      return;
    }
    publisher.count(Kind.RECEIVED, 1);
    sink.deliver(board, message, publisher.name(), number);
  }

  private void tellLosses() {
    if (!losses.isEmpty()) {
      losses.forEach(sink::lost);
      losses.clear();
    }
  }

  /** Takes the messages that the subscriber asked for, in order. May block. */
  @FunctionalInterface
  interface Sink {
    /** Takes a message, and its number among those of its publisher. */
    void deliver(BoardName board, Message message, String publisher, long number);

    /** Told what did not arrive, before what that publisher sent after it. */
    default void lost(LostMessages lost) {}
  }
}
