package org.topicboards.broker.embedded;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an embedded broker is started with.
 *
 * @param dataFolder where durable queues and their messages are kept; made if it does not exist.
 *     One broker at a time
 * @param port the port on 127.0.0.1; 0 takes any that is free
 * @param user who may connect: letters, digits, {@code .}, {@code _} and {@code -}
 * @param password the user's password, printable ASCII; {@code null} generates one on the first
 *     start and keeps it in the data folder, in a file that only its owner can read
 */
public record EmbeddedBrokerOptions(
    Path dataFolder, int port, String user, @Nullable String password) {

  /** The user of {@link #of}. */
  public static final String DEFAULT_USER = "topicboards";

  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern PASSWORD = Pattern.compile("[ -~]{1,255}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with a one-line reason, free of the password
   */
  public EmbeddedBrokerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (!USER.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "user must be at most 64 letters, digits, '.', '_' and '-', not '" + user + "'");
    }
    if (password != null && !PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException("password must be 1 to 255 printable ASCII characters");
    }
  }

  /** Any free port, the default user, a generated password. */
  public static EmbeddedBrokerOptions of(Path dataFolder) {
    return new EmbeddedBrokerOptions(dataFolder, 0, DEFAULT_USER, null);
  }

  /** The same on another port; 0 takes any that is free. */
  public EmbeddedBrokerOptions onPort(int newPort) {
    return new EmbeddedBrokerOptions(dataFolder, newPort, user, password);
  }

  /** The same with these credentials. */
  public EmbeddedBrokerOptions as(String newUser, String newPassword) {
    return new EmbeddedBrokerOptions(dataFolder, port, newUser, newPassword);
  }

  /** The options for people: without the password. */
  @Override
  public String toString() {
    return "EmbeddedBrokerOptions[dataFolder=%s, port=%d, user=%s, password=%s]"
        .formatted(dataFolder, port, user, password == null ? "generated" : "***");
  }
}
