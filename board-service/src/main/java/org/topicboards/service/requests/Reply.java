package org.topicboards.service.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.requests.Answer;
import org.topicboards.requests.AnswerCodec;
import org.topicboards.requests.RequestBoards;

/** Posts the messages of one answer, numbered. One thread sends; {@link #isGone} is for any. */
final class Reply {

  private final Publisher publisher;
  private final String source;
  private final String requestId;
  private final BoardName board;
  private final String answerId = UUID.randomUUID().toString();
  private final List<CompletableFuture<PublishReceipt>> stages = new ArrayList<>();
  private volatile boolean gone;
  private long number;

  Reply(Publisher publisher, String source, String requestId, BoardName board) {
    this.publisher = publisher;
    this.source = source;
    this.requestId = requestId;
    this.board = board;
  }

  /** Posts the next message; blocks while the publisher's window is full. */
  void send(Answer answer) {
    number++;
    stages.removeIf(stage -> stage.isDone() && !stage.isCompletedExceptionally());
    stages.add(
        publisher
            .publish(
                board,
                AnswerCodec.write(
                    new AnswerCodec.Numbered(requestId, answerId, number, answer), source))
            .toCompletableFuture()
            .whenComplete((receipt, failure) -> gone |= receipt != null && !receipt.routed()));
  }

  /** Whether the transport says that nobody listens there any more. */
  boolean isGone() {
    return gone;
  }

  /** Whether the answer waits for its asker, who may be away. */
  boolean isStored() {
    return RequestBoards.isForStoredAnswers(board);
  }

  /** Completes when the broker has everything sent so far, exceptionally if it has not. */
  CompletableFuture<Void> settled() {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }
}
