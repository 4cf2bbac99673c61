package org.topicboards.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that {@link CommandRunner} adds to every command, and the end of its help. */
@Command(
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:called wrongly",
      "3:broker unreachable",
      "4:access refused",
      "5:timed out",
      "6:history gap",
      "130, 143:ended by Ctrl-C, by SIGTERM",
    },
    footerHeading = "%nEvery option has an environment variable: BOARD_ and its name, as in%n",
    footer = "BOARD_CONTENT_TYPE for --content-type. The command line wins.")
final class StandardOptions {

  static final String COMPLETION = "--completion";

  @Option(
      names = "--verbose",
      fallbackValue = "true",
      scope = ScopeType.INHERIT,
      description = "Log to stderr; show stack traces.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  boolean helpRequested;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the version and exit.")
  boolean versionRequested;

  @Option(
      names = COMPLETION,
      fallbackValue = "true",
      description = "Print a completion script for bash and zsh and exit.")
  boolean completionRequested;
}
