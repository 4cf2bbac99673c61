package org.topicboards.requests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others who have lost messages are sent, page by page. What does not come whole, or for which
 * there is no room, is left out. One thread of the transport listens, one other takes.
 */
final class OverheardMessages {

  private static final Logger LOG = LoggerFactory.getLogger(OverheardMessages.class);

  private static final int MOST_ANSWERS = 20;
  private static final int MOST_MESSAGES = 2_000;

  private final BlockingQueue<HistoryMessage> messages = new ArrayBlockingQueue<>(MOST_MESSAGES);
  private final Map<String, Row> rows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
          return size() > MOST_ANSWERS;
        }
      };

  /** The next one; null if there is none in time. */
  @Nullable HistoryMessage poll(long timeoutNanos) throws InterruptedException {
    return messages.poll(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  /** Forgets what nobody has taken. */
  void clear() {
    messages.clear();
  }

  /** Takes a message of an answer. */
  void add(AnswerCodec.Numbered numbered) {
    Row row = rows.computeIfAbsent(numbered.answerId(), unused -> new Row());
    for (HistoryMessage message : row.add(numbered)) {
      boolean isTaken = message.place() != null && messages.offer(message);
      if (!isTaken) {
        LOG.debug("overheard in vain: {}", message.message());
      }
    }
  }

  /** One answer, as far as it has come. */
  private static final class Row {

    private final PageReader page = new PageReader();
    private long lastNumber;
    private boolean isWhole = true;

    /** Returns the messages of a page that is complete. */
    List<HistoryMessage> add(AnswerCodec.Numbered numbered) {
      boolean isNext = numbered.number() == lastNumber + 1;
      lastNumber = Math.max(lastNumber, numbered.number());
      if (!isNext) {
        isWhole = false;
      }
      if (!(numbered.answer() instanceof Answer.Chunk chunk)) {
        return List.of();
      }
      page.add(chunk.lines());
      if (chunk.next() == null) {
        return List.of();
      }
      boolean isReadable = isWhole;
      isWhole = true; // from here on, with the next page
      if (!isReadable) {
        page.clear();
        return List.of();
      }
      return page.take();
    }
  }
}
