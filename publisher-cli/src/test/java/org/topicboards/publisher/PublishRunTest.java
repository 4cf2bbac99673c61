package org.topicboards.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class PublishRunTest {

  private static final BoardName BOARD = BoardName.of("news");

  @Test
  void shouldNotTakeAMessageWithoutAnAnswerForConfirmed() throws Exception {
    PublishRun run =
        new PublishRun(
            publisher(
                List.of(
                    CompletableFuture.completedFuture(PublishReceipt.ROUTED),
                    new CompletableFuture<>())),
            null);

    run.postAll(messages(2));
    run.awaitAnswers();

    assertThat(run.firstFailure()).isNull();
    assertThat(run.isConfirmed()).isFalse();
    assertThat(run.counts()).startsWith("1 confirmed, 1 unconfirmed");
  }

  @Test
  void shouldBeConfirmedOnceEveryMessageIs() throws Exception {
    PublishRun run =
        new PublishRun(
            publisher(List.of(CompletableFuture.completedFuture(PublishReceipt.UNROUTED))), null);

    run.postAll(messages(1));
    run.awaitAnswers();

    assertThat(run.isConfirmed()).isTrue();
    assertThat(run.unrouted()).isEqualTo(1);
  }

  private static Input messages(int count) {
    Queue<Posting> postings = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      postings.add(new Posting(Posting.NO_LINE, BOARD, Message.from("alice").build()));
    }
    return postings::poll;
  }

  private static Publisher publisher(List<CompletableFuture<PublishReceipt>> answers) {
    Queue<CompletableFuture<PublishReceipt>> left = new ArrayDeque<>(answers);
    return new Publisher() {
      @Override
      public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
        return left.remove();
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
