package org.topicboards.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command, the same way for all of them: every option has its environment variable, a
 * failure is one line on stderr that begins with the command's name, and {@link ExitCode} says how
 * it ends.
 *
 * <p>A command is an object with picocli's annotations that is a {@code Callable<Integer>}. It
 * throws what went wrong; it prints no error itself.
 */
public final class CommandRunner
    implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final char UNREADABLE = '\uFFFD';

  private final Shell shell;
  private final StandardOptions standardOptions = new StandardOptions();

  private CommandRunner(Shell shell) {
    this.shell = shell;
  }

  /** Runs {@code command} and ends the process. Does not return. */
  public static void runAndExit(Object command, Shell shell, String... args) {
    int exitCode = run(command, shell, args);
    shell.onStop(() -> {});
    System.exit(exitCode);
  }

  /**
   * Runs {@code command} with these arguments.
   *
   * @return its exit code
   */
  public static int run(Object command, Shell shell, String... args) {
    CommandRunner runner = new CommandRunner(shell);
    CommandLine commandLine = new CommandLine(command);
    leaveTextsAlone(commandLine, args);
    commandLine.addMixin("standardOptions", runner.standardOptions);
    commandLine.getCommandSpec().versionProvider(new Version(commandLine.getCommandName()));
    // a text that begins with @ is a text, and a password may have a ${ in it
    commandLine.setExpandAtFiles(false);
    commandLine.setInterpolateVariables(false);
    commandLine.setDefaultValueProvider(new EnvironmentDefaults(shell.environment()));
    commandLine.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(shell.err());
    commandLine.setExecutionStrategy(runner);
    commandLine.setParameterExceptionHandler(runner);
    commandLine.setExecutionExceptionHandler(runner);
    return commandLine.execute(args);
  }

  /**
   * A command that takes a text has subcommands as its first word only: a text may hold the same
   * words.
   */
  private static void leaveTextsAlone(CommandLine commandLine, String... args) {
    if (commandLine.getCommandSpec().positionalParameters().isEmpty()) {
      return;
    }
    List<String> words = Arrays.asList(args);
    for (String name : List.copyOf(commandLine.getSubcommands().keySet())) {
      if (words.indexOf(name) > 0) {
        commandLine.getCommandSpec().removeSubcommand(name);
      }
    }
  }

  @Override
  public int execute(ParseResult arguments) {
    CommandLine commandLine = arguments.commandSpec().commandLine();
    for (String argument : arguments.originalArgs()) {
      refuseUnreadable(commandLine, argument);
    }
    if (standardOptions.completionRequested) {
      commandLine.getOut().println(AutoComplete.bash(commandLine.getCommandName(), commandLine));
      return ExitCode.DONE;
    }
    return new RunLast().execute(arguments);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine commandLine = failure.getCommandLine();
    String hint = " (see " + commandLine.getCommandSpec().qualifiedName() + " --help)";
    report(commandLine, inPlainWords(FailureText.of(failure)) + hint, failure);
    return ExitCode.USAGE;
  }

  /** picocli calls numbers by their Java types. */
  private static String inPlainWords(String text) {
    return text.replaceFirst("' is not an? (int|long)$", "' is no whole number, or too large")
        .replaceFirst("' is not a double$", "' is no number");
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult arguments) {
    report(commandLine, FailureText.of(failure), failure);
    return ExitCode.of(failure);
  }

  private void report(CommandLine commandLine, String text, Exception failure) {
    shell.err().println(commandLine.getCommandSpec().root().name() + ": " + text);
    if (standardOptions.verbose) {
      failure.printStackTrace(shell.err());
    }
  }

  /** In a locale without UTF-8 the JVM cannot read other arguments, and replaces characters. */
  private static void refuseUnreadable(CommandLine commandLine, String argument) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (argument.indexOf(UNREADABLE) >= 0 && !encoding.equals("UTF-8")) {
      throw new ParameterException(
          commandLine,
          "'" + argument + "' cannot be read in this locale: set LC_ALL=C.UTF-8 or another UTF-8");
    }
  }
}
