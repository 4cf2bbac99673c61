package org.topicboards.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option its environment variable: {@code BOARD_} and the option's long name in upper
 * case, with {@code _} for {@code -}. So {@code --content-type} is {@code BOARD_CONTENT_TYPE}.
 *
 * <p>The command line wins. An empty variable counts as not set; a flag's says {@code true} or
 * {@code false}. A repeatable option takes one value from its variable, or several where the option
 * itself takes a list, with the same separator. {@code --help}, {@code --version} and {@code
 * --completion} have none.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (argument instanceof OptionSpec option && !isAboutTheCommand(option)) {
      String value = environment.get(variable(option.longestName()));
      return value == null || value.isEmpty() ? null : value;
    }
    return null;
  }

  /** The variable of an option such as {@code --content-type}. */
  static String variable(String optionName) {
    int nameStart = 0;
    while (nameStart < optionName.length() && optionName.charAt(nameStart) == '-') {
      nameStart++;
    }
    return "BOARD_" + optionName.substring(nameStart).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isAboutTheCommand(OptionSpec option) {
    return option.usageHelp()
        || option.versionHelp()
        || option.longestName().equals(StandardOptions.COMPLETION);
  }
}
