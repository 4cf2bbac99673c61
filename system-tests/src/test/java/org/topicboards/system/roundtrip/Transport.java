package org.topicboards.system.roundtrip;

import java.util.function.Consumer;
import java.util.function.Function;
import org.topicboards.broker.BrokerUri;

/**
 * A transport to send messages over.
 *
 * @param name for the names of tests
 * @param uri the broker, with every name on it set apart by a prefix, letters, digits and a dot at
 *     the end
 * @param forget deletes from the broker what is left of a prefix
 * @param stop ends the broker, if the tests started it
 */
public record Transport(
    String name, Function<String, String> uri, Consumer<String> forget, Runnable stop) {

  /** A broker that is thrown away as a whole. */
  public static Transport of(String name, String uri, Runnable stop) {
    return new Transport(name, prefix -> uri + "prefix=" + prefix, prefix -> {}, stop);
  }

  public BrokerUri brokerUri(String prefix) {
    return BrokerUri.parse(uri.apply(prefix));
  }

  @Override
  public String toString() {
    return name;
  }
}
