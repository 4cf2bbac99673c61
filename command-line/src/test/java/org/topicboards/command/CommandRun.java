package org.topicboards.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One run of a command in this JVM, with streams of its own, on a thread of its own. */
public final class CommandRun {

  private static final long PATIENCE_SECONDS = 60;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final Shell shell;
  private final CompletableFuture<Integer> exitCode;

  private CommandRun(
      Function<Shell, Object> command, Setting setting, OutputStream out, String... args) {
    this.shell =
        new Shell(
            setting.in,
            out == OWN ? this.out : out,
            new PrintWriter(err, true),
            setting.environment,
            setting.isAtTerminal);
    this.exitCode = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                exitCode.complete(CommandRunner.run(command.apply(shell), shell, args));
              } catch (RuntimeException | Error e) {
                exitCode.completeExceptionally(e);
              }
            },
            "command");
    thread.setDaemon(true);
    thread.start();
  }

  private static final OutputStream OWN = OutputStream.nullOutputStream();

  /** Where commands are run: without input, and with these environment variables. */
  public static Setting in(Map<String, String> environment) {
    return new Setting(new ByteArrayInputStream(new byte[0]), environment, false);
  }

  /** Waits for the end. */
  public CommandRun await() {
    exitCode.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return this;
  }

  /** As Ctrl-C does; returns when the command has finished what was in hand. */
  public void stop() {
    shell.stop();
  }

  /** The exit code, after the end. */
  public int exitCode() {
    return await().exitCode.join();
  }

  /** Standard output so far. */
  public byte[] outBytes() {
    return out.toByteArray();
  }

  /** Standard output so far, as text. */
  public String out() {
    return out.toString(UTF_8);
  }

  /** The examples of a {@code --help}, a line of the help each. */
  public List<String> examples() {
    return out()
        .lines()
        .dropWhile(line -> !line.equals("Examples:"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  /** Standard error so far. */
  public String err() {
    return err.toString();
  }

  /** What a command finds around it. */
  public static final class Setting {

    private final InputStream in;
    private final Map<String, String> environment;
    private final boolean isAtTerminal;

    private Setting(InputStream in, Map<String, String> environment, boolean isAtTerminal) {
      this.in = in;
      this.environment = Map.copyOf(environment);
      this.isAtTerminal = isAtTerminal;
    }

    /** The same at a terminal. */
    public Setting atTerminal() {
      return new Setting(in, environment, true);
    }

    /** The same with this standard input. */
    public Setting reading(InputStream newIn) {
      return new Setting(newIn, environment, isAtTerminal);
    }

    /** The same with this standard input. */
    public Setting reading(byte[] input) {
      return reading(new ByteArrayInputStream(input));
    }

    /** The same with this standard input. */
    public Setting reading(String input) {
      return reading(input.getBytes(UTF_8));
    }

    /** Starts a command. */
    public CommandRun start(Function<Shell, Object> command, String... args) {
      return new CommandRun(command, this, OWN, args);
    }

    /** Starts a command with another standard output. */
    public CommandRun startInto(OutputStream out, Function<Shell, Object> command, String... args) {
      return new CommandRun(command, this, out, args);
    }

    /** Runs a command to its end. */
    public CommandRun run(Function<Shell, Object> command, String... args) {
      return start(command, args).await();
    }
  }
}
