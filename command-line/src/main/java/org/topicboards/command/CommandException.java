package org.topicboards.command;

/** Ends a command with an exit code of its choice and one line on stderr. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * A failure to tell the user about.
   *
   * @param exitCode one of {@link ExitCode}
   * @param message one line: what, which value, what to do
   */
  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The code with which the command ends. */
  public int exitCode() {
    return exitCode;
  }
}
