package org.topicboards.broker.embedded.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an embedded Kafka is started with. Immutable; each method gives changed options.
 *
 * @param dataFolder where topics and positions are kept; made if it does not exist. One broker at a
 *     time
 * @param port the port on 127.0.0.1; 0 takes any that is free
 * @param proxiedListeners further ports, for clients that come through a proxy
 * @param passwords the password of every user. Where it is empty, anybody may do anything; else
 *     clients log in by SASL/PLAIN without TLS, {@value #SUPER_USER} may do everything and
 *     everybody else what access control lists allow
 * @param properties broker properties, as of Kafka's {@code server.properties}, in addition to this
 *     module's own or in place of them
 */
public record EmbeddedKafkaOptions(
    Path dataFolder,
    int port,
    List<ProxiedListener> proxiedListeners,
    Map<String, String> passwords,
    Map<String, String> properties) {

  /** The user who may do everything. Must be among the users, where there are any. */
  public static final String SUPER_USER = "admin";

  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern PASSWORD = Pattern.compile("[ -~&&[^\"\\\\]]{1,255}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with a one-line reason, free of passwords
   */
  public EmbeddedKafkaOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    passwords.forEach(EmbeddedKafkaOptions::requireUser);
    for (String fixed : BrokerProperties.FIXED) {
      if (properties.containsKey(fixed)) {
        throw new IllegalArgumentException(
            "property " + fixed + " is not to be given: the data folder and ports decide it");
      }
    }
    proxiedListeners = List.copyOf(proxiedListeners);
    passwords = Map.copyOf(passwords);
    properties = Map.copyOf(properties);
  }

  /** Any free port, no users, no further properties. */
  public static EmbeddedKafkaOptions of(Path dataFolder) {
    return new EmbeddedKafkaOptions(dataFolder, 0, List.of(), Map.of(), Map.of());
  }

  /** The same on another port; 0 takes any that is free. */
  public EmbeddedKafkaOptions onPort(int newPort) {
    return new EmbeddedKafkaOptions(dataFolder, newPort, proxiedListeners, passwords, properties);
  }

  /** The same with one more listener. */
  public EmbeddedKafkaOptions behind(ProxiedListener listener) {
    List<ProxiedListener> listeners = new ArrayList<>(proxiedListeners);
    listeners.add(listener);
    return new EmbeddedKafkaOptions(dataFolder, port, listeners, passwords, properties);
  }

  /**
   * The same with one more user.
   *
   * @param name letters, digits, {@code .}, {@code _} and {@code -}
   * @param password printable ASCII without quotation mark and backslash
   */
  public EmbeddedKafkaOptions user(String name, String password) {
    return new EmbeddedKafkaOptions(
        dataFolder, port, proxiedListeners, with(passwords, name, password), properties);
  }

  /** The same with this broker property, for example {@code message.max.bytes}. */
  public EmbeddedKafkaOptions property(String name, String value) {
    return new EmbeddedKafkaOptions(
        dataFolder, port, proxiedListeners, passwords, with(properties, name, value));
  }

  /** The options for people: without the passwords. */
  @Override
  public String toString() {
    return "EmbeddedKafkaOptions[dataFolder=%s, port=%d, proxiedListeners=%s, users=%s, properties=%s]"
        .formatted(dataFolder, port, proxiedListeners, passwords.keySet(), properties);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static void requireUser(String name, String password) {
    if (!USER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "user must be at most 64 letters, digits, '.', '_' and '-', not '" + name + "'");
    }
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "password of user "
              + name
              + " must be 1 to 255 printable ASCII characters but \" and \\");
    }
  }
}
