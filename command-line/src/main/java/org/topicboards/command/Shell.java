package org.topicboards.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command gets from the shell that started it: the standard streams, the environment, and
 * the wish that it stop. Thread-safe as far as its streams are.
 */
public final class Shell {

  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter err;
  private final Map<String, String> environment;
  private final boolean isAtTerminal;
  private final Object stopLock = new Object();
  private boolean stopRequested;
  private @Nullable Runnable stopAction;

  /**
   * A shell of these streams, without a terminal.
   *
   * @param out unbuffered: its {@code IOException}s tell that the reader has gone
   */
  public Shell(InputStream in, OutputStream out, PrintWriter err, Map<String, String> environment) {
    this(in, out, err, environment, false);
  }

  /**
   * The same.
   *
   * @param isAtTerminal whether somebody sits at the other end of {@code in}
   */
  public Shell(
      InputStream in,
      OutputStream out,
      PrintWriter err,
      Map<String, String> environment,
      boolean isAtTerminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.isAtTerminal = isAtTerminal;
  }

  /** This process's own shell: {@link #stop} is called on Ctrl-C and SIGTERM. */
  public static Shell ofProcess() {
    Shell shell =
        new Shell(
            new StandardInput(),
            new FileOutputStream(FileDescriptor.out),
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            System.getenv(),
            StandardInput.isTerminal());
    Runtime.getRuntime().addShutdownHook(new Thread(shell::stop, "stop"));
    return shell;
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** Whether standard input is a terminal, so that somebody can be asked. */
  public boolean isAtTerminal() {
    return isAtTerminal;
  }

  /** Standard output, unbuffered; for messages only. */
  public OutputStream out() {
    return out;
  }

  /** Whether writing to standard output failed because nobody reads it any more, a normal end. */
  public static boolean isReaderGone(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.contains("Broken pipe");
  }

  /** Standard error, flushed with each line; for everything that is not a message. */
  public PrintWriter err() {
    return err;
  }

  /** The environment variables. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Says what to do when the command is asked to stop; replaces what was said before. The process
   * ends when {@code action} has returned, so it finishes what is in hand, in bounded time. It runs
   * on another thread than the command's, or at once if the wish has come already.
   */
  public void onStop(Runnable action) {
    synchronized (stopLock) {
      if (!stopRequested) {
        stopAction = action;
        return;
      }
    }
    action.run();
  }

  /** Asks the command to stop. Returns when it has finished what was in hand. */
  public void stop() {
    Runnable action;
    synchronized (stopLock) {
      stopRequested = true;
      action = stopAction;
      stopAction = null;
    }
    if (action != null) {
      action.run();
    }
  }
}
