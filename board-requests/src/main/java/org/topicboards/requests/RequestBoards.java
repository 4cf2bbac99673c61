package org.topicboards.requests;

import java.util.ArrayList;
import java.util.List;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The reserved boards on which requests are made and answered. */
public final class RequestBoards {

  /** Where requests are posted. */
  public static final BoardName REQUESTS = BoardName.of("_requests");

  /** Where what was lost is sent once more, for all who have lost it to read. */
  public static final BoardName REPAIRS = BoardName.of("_reply.repairs");

  private static final SubscriptionName SERVICE = SubscriptionName.of("_requests");
  private static final String REPLIES = "_reply.";
  private static final String STORED_ANSWERS = "_answers.";

  private RequestBoards() {}

  /**
   * The durable subscription in which requests wait for a board service, shared by all services.
   * Whoever asks declares it before, so that a request made before any service ever ran waits too.
   */
  public static SubscriptionOptions services() {
    return SubscriptionOptions.durable(SERVICE, List.of(BoardPattern.of(REQUESTS.value())));
  }

  /**
   * The subscription of a durable subscriber who also makes requests whose answers wait for it.
   *
   * @param collected what else it collects
   */
  public static SubscriptionOptions asker(SubscriptionName asker, List<BoardPattern> collected) {
    List<BoardPattern> patterns = new ArrayList<>(collected);
    patterns.add(BoardPattern.of(storedAnswers(asker).value()));
    return SubscriptionOptions.durable(asker, patterns);
  }

  /** Where answers wait for the durable subscriber {@code asker}, who subscribes to it as well. */
  public static BoardName storedAnswers(SubscriptionName asker) {
    return BoardName.of(STORED_ANSWERS + asker.value());
  }

  /** Whether a service may answer there; it posts to no other board, whatever a request says. */
  public static boolean isForAnswers(BoardName board) {
    return board.value().startsWith(REPLIES) || isForStoredAnswers(board);
  }

  /** Whether answers wait there for an asker who may be away. */
  public static boolean isForStoredAnswers(BoardName board) {
    return board.value().startsWith(STORED_ANSWERS);
  }
}
