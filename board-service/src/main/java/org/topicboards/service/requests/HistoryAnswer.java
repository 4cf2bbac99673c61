package org.topicboards.service.requests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.requests.Answer;
import org.topicboards.requests.ExpiredMessages;
import org.topicboards.requests.HistoryCursor;
import org.topicboards.requests.HistoryLines;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.Request;
import org.topicboards.service.archive.HeardPlaces;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.HistoryPage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.MessageStore;

/**
 * Sends a stretch of the archive, a page in each step, as far as the credit goes. Nothing is kept
 * open in between; the asker's next request goes on from the cursor that this one ends with.
 */
final class HistoryAnswer implements Answering {

  private static final int PAGE_MESSAGES = 1_000;

  /** Among so many pages what was not heard is looked for at a time. */
  private static final int SIFTED_PAGES = 8;

  private final MessageStore store;
  private final HistoryQuestion question;
  private final HeardPlaces places;
  private final Request.History request;
  private final boolean joined;
  private final Reply reply;
  private final HistoryLines lines = new HistoryLines();
  private @Nullable HistoryRange rest;
  private long sentBytes;
  private long nextSequence;
  private long sentMessages;
  private long unheardMessages;

  /**
   * @param question what the request means
   * @param places what the archive on this broker has heard
   * @param joined whether the archive is known to have everything that was posted before the
   *     request
   */
  HistoryAnswer(
      MessageStore store,
      HistoryQuestion question,
      HeardPlaces places,
      Request.History request,
      boolean joined,
      Reply reply) {
    this.store = store;
    this.question = question;
    this.places = places;
    this.request = request;
    this.joined = joined;
    this.reply = reply;
  }

  /** How many messages were sent so far. */
  long sentMessages() {
    return sentMessages;
  }

  /** How many of the messages that the asker has lost the archive has not heard either. */
  long unheardMessages() {
    return unheardMessages;
  }

  @Override
  public boolean step() throws RefusedException {
    if (rest == null) {
      if (request.query().start() instanceof Start.Id byId) {
        sendFound(byId.id());
        return false;
      }
      rest = question.range();
      unheardMessages = joined ? request.heard().stream().mapToLong(places::unheard).sum() : 0;
      reply.send(
          new Answer.Begin(
              cursor(rest), expired(rest), joined, unheardMessages, question.starts()));
    } else {
      boolean isSifted = !request.heard().isEmpty();
      HistoryPage page =
          store
              .history()
              .page(rest, PAGE_MESSAGES, isSifted ? SIFTED_PAGES * pageBytes() : pageBytes());
      rest = page.rest();
      if (isSifted) {
        sendPages(sifted(page.messages()), rest);
      } else if (!page.messages().isEmpty()) {
        sendPage(page.messages(), cursor(rest));
      }
    }
    if (reply.isGone()) {
      return false;
    }
    if (rest.isEmpty()) {
      reply.send(Answer.End.COMPLETE);
      return false;
    }
    if (sentBytes >= request.credit().answerBytes()) {
      reply.send(new Answer.End(cursor(rest), isOneBoard() ? nextSequence : 0));
      return false;
    }
    return true;
  }

  private long pageBytes() {
    return 3L * request.credit().chunkBytes() / 5;
  }

  /** Sends messages as pages of the usual size: a small one arrives whole where much is lost. */
  private void sendPages(List<ArchivedMessage> messages, HistoryRange behind) {
    int start = 0;
    long bytes = 0;
    for (int end = 1; end <= messages.size(); end++) {
      ArchivedMessage last = messages.get(end - 1);
      bytes += last.message().body().length + last.message().attributeBytes();
      if (end == messages.size()) {
        sendPage(messages.subList(start, end), cursor(behind));
      } else if (bytes >= pageBytes()) {
        HistoryCursor next = new HistoryCursor(last.position(), behind.throughPosition());
        sendPage(messages.subList(start, end), next);
        start = end;
        bytes = 0;
      }
    }
  }

  /** Without what the asker has heard. */
  private List<ArchivedMessage> sifted(List<ArchivedMessage> messages) {
    return messages.stream().filter(message -> !isHeard(message)).toList();
  }

  private boolean isHeard(ArchivedMessage message) {
    return places
        .place(message.board(), message.message())
        .filter(place -> request.heard().stream().anyMatch(heard -> heard.contains(place)))
        .isPresent();
  }

  private void sendFound(String id) throws RefusedException {
    List<ArchivedMessage> found = question.find(id);
    HistoryCursor end = new HistoryCursor(0, 0);
    reply.send(new Answer.Begin(end, List.of(), joined));
    for (ArchivedMessage message : found) {
      sendPage(List.of(message), end);
    }
    reply.send(Answer.End.COMPLETE);
  }

  private void sendPage(List<ArchivedMessage> messages, HistoryCursor next) {
    byte[] page = encode(messages);
    int chunkBytes = request.credit().chunkBytes();
    for (int start = 0; start < page.length; start += chunkBytes) {
      int end = Math.min(start + chunkBytes, page.length);
      reply.send(
          new Answer.Chunk(Arrays.copyOfRange(page, start, end), end == page.length ? next : null));
    }
    sentBytes += page.length;
    sentMessages += messages.size();
    nextSequence = messages.get(messages.size() - 1).sequence() + 1;
  }

  private byte[] encode(List<ArchivedMessage> messages) {
    ByteArrayOutputStream page = new ByteArrayOutputStream(request.credit().chunkBytes());
    try {
      for (ArchivedMessage message : messages) {
        lines.write(
            new HistoryMessage(
                message.board(),
                message.position(),
                message.sequence(),
                message.archived(),
                message.message(),
                places.place(message.board(), message.message()).orElse(null)),
            page);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return page.toByteArray();
  }

  private boolean isOneBoard() {
    return request.query().boards().size() == 1 && request.query().boards().get(0).isName();
  }

  private static HistoryCursor cursor(HistoryRange range) {
    return new HistoryCursor(range.afterPosition(), range.throughPosition());
  }

  private static List<ExpiredMessages> expired(HistoryRange range) {
    return range.gaps().stream()
        .map(gap -> new ExpiredMessages(gap.board(), gap.fromSequence(), gap.toSequence()))
        .toList();
  }
}
