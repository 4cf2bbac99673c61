package org.topicboards.command;

import java.util.Arrays;

/**
 * Logging of a command that ends soon: none, because its errors are for people and a logging
 * library takes longer to start than posting a message; with {@code --verbose} all of it on stderr.
 */
public final class CommandLogging {

  private CommandLogging() {}

  /** Decides for this process. Must be called before anything logs, so first of all in main. */
  public static void configure(Shell shell, String... args) {
    boolean verbose =
        Arrays.asList(args).contains("--verbose")
            || "true".equalsIgnoreCase(shell.environment().get("BOARD_VERBOSE"));
    if (verbose) {
      System.setProperty(
          "logback.configurationFile", "org/topicboards/command/logback-verbose.xml");
    } else {
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "WARN");
    }
  }
}
