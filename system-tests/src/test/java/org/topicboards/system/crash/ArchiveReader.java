package org.topicboards.system.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.HistoryPage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.MessageStore;

/**
 * Follows an archive while it grows: after each look it goes on behind the last message that it has
 * seen, and never looks back. So what appears late, in front of that, is missing in the end.
 */
final class ArchiveReader implements AutoCloseable {

  private static final int PAGE_MESSAGES = 500;
  private static final long PAGE_BYTES = 4 << 20;
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int SHOWN_DIGEST_BYTES = 8;

  private final String name;
  private final MessageStore store;
  private final Thread thread;
  private final Map<BoardName, Long> sequences = new HashMap<>();
  private final MessageDigest order;
  private volatile boolean stopping;
  private final AtomicInteger messages = new AtomicInteger();
  private int looks;
  private int outOfTurn;
  private long position;

  private ArchiveReader(String name, MessageStore store) {
    this.name = name;
    this.store = store;
    try {
      this.order = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    this.thread = new Thread(this::run, name);
  }

  /** Begins to follow a store, which the caller closes after it. */
  static ArchiveReader follow(String name, MessageStore store) {
    ArchiveReader reader = new ArchiveReader(name, store);
    reader.thread.start();
    return reader;
  }

  /** How many messages it has seen. */
  int messages() {
    return messages.get();
  }

  /** Ends it; returns what it has seen. */
  Seen stop() throws InterruptedException {
    stopping = true;
    thread.join();
    byte[] digest = order.digest();
    return new Seen(
        name,
        messages.get(),
        looks,
        outOfTurn,
        HexFormat.of().formatHex(digest, 0, SHOWN_DIGEST_BYTES));
  }

  @Override
  public void close() {
    stopping = true;
  }

  private void run() {
    try {
      while (!stopping) {
        looks++;
        HistoryPage page = store.history().page(rest(), PAGE_MESSAGES, PAGE_BYTES);
        page.messages().forEach(this::enter);
        if (page.messages().isEmpty()) {
          Thread.sleep(PAUSE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HistoryRange rest() {
    return new HistoryRange(List.of(BoardPattern.of("#")), position, Long.MAX_VALUE, List.of());
  }

  private void enter(ArchivedMessage archived) {
    Long last = sequences.put(archived.board(), archived.sequence());
    if (archived.sequence() != (last == null ? 1 : last + 1)) {
      outOfTurn++;
    }
    Message message = archived.message();
    String line =
        "%s %d %s %s\n"
            .formatted(archived.board(), archived.sequence(), message.source(), message.id());
    order.update(line.getBytes(UTF_8));
    position = archived.position();
    messages.incrementAndGet();
  }

  /**
   * What a reader has seen.
   *
   * @param looks how often it asked
   * @param outOfTurn how often a board's sequence was not the next one
   * @param order a digest of boards, sequences and identities in the order in which they were seen
   */
  record Seen(String reader, int messages, int looks, int outOfTurn, String order) {

    /** Whether it saw each of so many messages in its turn. */
    boolean isWhole(int expected) {
      return messages == expected && outOfTurn == 0;
    }
  }
}
