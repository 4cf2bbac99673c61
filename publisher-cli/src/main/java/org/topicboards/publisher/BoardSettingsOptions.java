package org.topicboards.publisher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be set of a board. What is not given is null. */
final class BoardSettingsOptions {

  @Option(names = "--description", paramLabel = "TEXT", description = "What the board is for.")
  @Nullable String description;

  @Option(
      names = "--retention",
      paramLabel = "BOUNDS",
      description =
          "How much the archive keeps of it: age=30d,count=1000000,bytes=10g, any of the three, or"
              + " unlimited.")
  @Nullable String retention;
}
