package org.topicboards.subscriber;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Answer;
import org.topicboards.requests.AnswerReader;
import org.topicboards.requests.ExpiredMessages;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.RequestBoards;

/**
 * Takes apart the answers that waited for a durable subscriber. A part of an answer is acknowledged
 * once all of it was shown, so that the next run begins with a whole page. Not thread-safe.
 */
final class StoredAnswers {

  private final @Nullable BoardName board;
  private final int mostHeld;
  private final Notices notices;
  private final AnswerReader reader = new AnswerReader();
  private final List<Delivery> held = new ArrayList<>();
  private @Nullable String lastId;
  private boolean hasFailed;

  /**
   * @param name the subscriber, null for one without a name, for whom nothing waits
   * @param mostHeld the prefetch, beyond which nothing comes before something is acknowledged
   */
  StoredAnswers(@Nullable SubscriptionName name, int mostHeld, Notices notices) {
    this.board = name == null ? null : RequestBoards.storedAnswers(name);
    this.mostHeld = mostHeld;
    this.notices = notices;
  }

  /** Takes what is in an answer. */
  interface Sink {

    /** Takes one message; returns false, with nothing done, if no more is wanted. */
    boolean show(HistoryMessage message) throws IOException;

    /** Told what is not in the archive any more. */
    void expired(ExpiredMessages expired);

    /** Takes what is to be acknowledged when everything taken so far has been shown. */
    void settle(Collection<Delivery> deliveries);
  }

  /** Whether a delivery is part of such an answer. */
  boolean isOne(Delivery delivery) {
    return delivery.board().equals(board);
  }

  /** Whether a service has said that it cannot answer. */
  boolean hasFailed() {
    return hasFailed;
  }

  /**
   * Hands on what is in the next part of an answer.
   *
   * @return false if it came before
   */
  boolean take(Delivery delivery, Sink sink) throws IOException {
    Optional<AnswerReader.Part> part;
    try {
      part = reader.read(delivery.message());
    } catch (IllegalArgumentException e) {
      notices.say("an answer cannot be read: " + e.getMessage());
      part = Optional.empty();
    }
    if (part.isEmpty()) {
      sink.settle(List.of(delivery));
      return false;
    }
    if (show(part.get(), sink)) {
      held.add(delivery);
      if (!part.get().isToBeContinued() || held.size() >= mostHeld) {
        sink.settle(held);
        held.clear();
      }
    }
    return true;
  }

  /** Returns false if not all of it was wanted. */
  private boolean show(AnswerReader.Part part, Sink sink) throws IOException {
    if (part.isMissingSome()) {
      hasFailed = true;
      notices.say("a part of the answer cannot be read: ask again");
    }
    part.expired().forEach(sink::expired);
    for (HistoryMessage message : part.messages()) {
      if (!sink.show(message)) {
        return false;
      }
      lastId = message.message().id();
    }
    if (part.refusal() != null) {
      hasFailed = true;
      notices.say(part.refusal().text());
    }
    if (part.end() != null && part.end().next() != null) {
      notices.say("the answer ends here, more follows: ask again with " + rest(part.end()));
    }
    return true;
  }

  private String rest(Answer.End end) {
    return end.nextSequence() > 0 ? "--from " + end.nextSequence() : "--after " + lastId;
  }
}
