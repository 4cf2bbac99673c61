package org.topicboards.requests;

import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;

/** The board service has answered that it cannot do what it was asked. The message is one line. */
public final class RequestRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Answer.Reason reason;

  /** What the service said. */
  public RequestRefusedException(Answer.Refusal refusal) {
    super(refusal.text());
    this.reason = refusal.reason();
  }

  /** Why it cannot. */
  public Answer.Reason reason() {
    return reason;
  }

  /** As the failure of a command that asked. */
  public CommandException ofCommand() {
    boolean isOfTheCaller = reason == Answer.Reason.BAD_REQUEST;
    return new CommandException(
        isOfTheCaller ? ExitCode.USAGE : ExitCode.FAILED, String.valueOf(getMessage()), this);
  }
}
