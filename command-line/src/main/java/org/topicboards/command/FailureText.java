package org.topicboards.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerException;
import picocli.CommandLine.ParameterException;

/** Says in one line why a command failed. */
public final class FailureText {

  private FailureText() {}

  /** The line, without its end. */
  public static String of(Throwable failure) {
    return oneLine(text(failure));
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return message + ": there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return message + ": permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return message + ": it is there already, and is no folder";
    }
    if (failure instanceof FileSystemException exception) {
      String reason = exception.getReason();
      return exception.getFile() + ": " + (reason == null ? "cannot be used" : reason);
    }
    if (message != null && isMeantForPeople(failure)) {
      return message;
    }
    return "unexpected failure: " + failure + " (--verbose shows where)";
  }

  private static boolean isMeantForPeople(@Nullable Throwable failure) {
    return failure instanceof CommandException
        || failure instanceof BrokerException
        || failure instanceof IOException
        || failure instanceof ParameterException
        || failure instanceof IllegalArgumentException;
  }

  private static String oneLine(String text) {
    return text.strip().replace("\r", "").replace("\n", "; ");
  }
}
