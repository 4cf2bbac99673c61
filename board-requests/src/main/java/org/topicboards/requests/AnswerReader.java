package org.topicboards.requests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.message.Message;

/**
 * Reads answers that waited for their asker ({@link RequestBoards#storedAnswers}), message by
 * message as they are delivered. What comes again is passed over. Not thread-safe.
 */
public final class AnswerReader {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

  /** Answers that are not complete, of which no more than this many are remembered. */
  private static final int MOST_ANSWERS = 100;

  private final Map<String, Row> rows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
          return size() > MOST_ANSWERS;
        }
      };

  /** A reader that has read nothing. */
  public AnswerReader() {}

  /**
   * What a message of an answer says.
   *
   * @param messages of the archive, in order
   * @param expired what was asked for and is not in the archive any more
   * @param end set with the last message of the answer, which says whether more follows
   * @param refusal set if the service could not answer
   * @param isToBeContinued whether what it says comes out with a later message only; whoever may be
   *     interrupted acknowledges it together with that
   * @param isMissingSome whether messages of the archive before this one cannot be read
   */
  public record Part(
      List<HistoryMessage> messages,
      List<ExpiredMessages> expired,
      Answer.@Nullable End end,
      Answer.@Nullable Refusal refusal,
      boolean isToBeContinued,
      boolean isMissingSome) {}

  /**
   * Reads the next message from the board of answers. The first of an answer may be any, as an
   * earlier reader may have had those before it, page by page.
   *
   * @return nothing if it came before
   * @throws IllegalArgumentException if it is no answer; one line
   */
  public Optional<Part> read(Message message) {
    AnswerCodec.Numbered numbered = AnswerCodec.read(message);
    Row row = rows.computeIfAbsent(numbered.answerId(), id -> new Row());
    if (numbered.number() <= row.lastNumber) {
      return Optional.empty();
    }
    boolean isMissingSome = row.lastNumber > 0 && numbered.number() > row.lastNumber + 1;
    row.lastNumber = numbered.number();
    if (isMissingSome) {
      row.page.clear();
    }
    List<HistoryMessage> messages = new ArrayList<>();
    List<ExpiredMessages> expired = List.of();
    Answer.End end = null;
    Answer.Refusal refusal = null;
    boolean isToBeContinued = false;
    if (numbered.answer() instanceof Answer.Chunk chunk) {
      row.page.add(chunk.lines());
      isToBeContinued = chunk.next() == null;
      if (!isToBeContinued) {
        try {
          messages.addAll(row.page.take());
        } catch (IllegalStateException e) {
          LOG.debug("the beginning of a page is missing", e);
          isMissingSome = true;
        }
      }
    } else if (numbered.answer() instanceof Answer.Begin begin) {
      expired = begin.expired();
    } else if (numbered.answer() instanceof Answer.End last) {
      end = last;
    } else if (numbered.answer() instanceof Answer.Refusal refused) {
      refusal = refused;
    }
    return Optional.of(new Part(messages, expired, end, refusal, isToBeContinued, isMissingSome));
  }

  private static final class Row {
    private final PageReader page = new PageReader();
    private long lastNumber;
  }
}
