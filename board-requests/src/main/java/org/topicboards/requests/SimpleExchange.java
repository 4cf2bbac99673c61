package org.topicboards.requests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that is answered at once, and made again if its answer is lost. Not thread-safe. */
final class SimpleExchange {

  private final RequestClient client;
  private final Request request;
  private final Duration patience;

  SimpleExchange(RequestClient client, Request request) {
    this(client, request, client.patience());
  }

  SimpleExchange(RequestClient client, Request request, Duration patience) {
    this.client = client;
    this.request = request;
    this.patience = patience;
  }

  /** Asks, and hands over the lines of the answer once all of it has come. */
  void run(Consumer<byte[]> eachLine) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Replies.Awaited answers = client.ask(request)) {
        List<byte[]> lines = read(new AnswerRow(client, request, answers, deadlineNanos, patience));
        if (lines != null) {
          lines.forEach(eachLine);
          return;
        }
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        throw client.silence(patience);
      }
    }
  }

  /** Reads one answer; null if it was lost. */
  private static @Nullable List<byte[]> read(AnswerRow row) throws InterruptedException {
    PageReader page = new PageReader();
    List<byte[]> lines = new ArrayList<>();
    while (true) {
      Answer answer = row.next();
      if (answer == null) {
        return null;
      }
      if (answer instanceof Answer.Chunk chunk) {
        page.add(chunk.lines());
        page.takeLines(lines::add);
      } else if (answer instanceof Answer.End) {
        return lines;
      } else if (answer instanceof Answer.Refusal refusal) {
        throw new RequestRefusedException(refusal);
      }
    }
  }
}
