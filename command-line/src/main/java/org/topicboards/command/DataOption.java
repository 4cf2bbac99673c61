package org.topicboards.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code --data} option: the folder of a board service. */
public final class DataOption {

  private static final String FOLDER_NAME = "topic-boards";

  private final Map<String, String> environment;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The board service's data folder (default: topic-boards in the user's data).")
  private @Nullable Path folder;

  /** The option of a command that was started from {@code shell}. */
  public DataOption(Shell shell) {
    this.environment = shell.environment();
  }

  /**
   * The folder given by {@code --data} or {@code BOARD_DATA}, else {@code topic-boards} in the
   * user's data folder: {@code $XDG_DATA_HOME} or {@code $HOME/.local/share}, on macOS {@code
   * $HOME/Library/Application Support}. Absolute; it need not exist.
   *
   * @throws IllegalArgumentException if {@code --data} is given without a name, as by a script
   *     whose variable is not set
   */
  public Path folder() {
    if (folder != null && folder.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "--data is empty (name a folder, '.' for this one, or leave --data out)");
    }
    return (folder != null ? folder : userDataFolder().resolve(FOLDER_NAME)).toAbsolutePath();
  }

  private Path userDataFolder() {
    // the XDG specification has relative paths ignored
    String xdgDataHome = environment.getOrDefault("XDG_DATA_HOME", "");
    if (xdgDataHome.startsWith("/")) {
      return Path.of(xdgDataHome);
    }
    // the JVM's user.home is that of the password file, whatever the shell calls ~
    String shellHome = environment.getOrDefault("HOME", "");
    Path home = Path.of(shellHome.startsWith("/") ? shellHome : System.getProperty("user.home"));
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
        ? home.resolve("Library").resolve("Application Support")
        : home.resolve(".local").resolve("share");
  }
}
