package org.topicboards.service.requests;

import org.topicboards.requests.Answer;

/** A request cannot be answered; the asker is told. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Answer.Reason reason;

  /** Says what, which value, what to do, in one line. */
  RefusedException(Answer.Reason reason, String text) {
    super(text);
    this.reason = reason;
  }

  /** What the asker is told. */
  Answer.Refusal refusal() {
    return new Answer.Refusal(reason, String.valueOf(getMessage()));
  }
}
