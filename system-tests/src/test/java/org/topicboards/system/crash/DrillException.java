package org.topicboards.system.crash;

/** The drill could not be carried through. */
final class DrillException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DrillException(String message) {
    super(message);
  }

  DrillException(String message, RunningProgram program) {
    super(message + "\n" + program.describe());
  }
}
