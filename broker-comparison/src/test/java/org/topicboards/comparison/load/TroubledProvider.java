package org.topicboards.comparison.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerProvider;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.units.Durations;

/**
 * An AMQP broker with troubles that are known exactly: {@code delay} before every message is handed
 * over, every {@code lost}th of which never is, and one {@code stall} of the handler after {@code
 * stallAfter} messages.
 */
public final class TroubledProvider implements BrokerProvider {

  private static final Set<String> OWN = Set.of("delay", "lost", "stall", "stallAfter");

  /** For {@link java.util.ServiceLoader}. */
  public TroubledProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("troubled");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    return Brokers.guarantees(amqp(uri));
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    Map<String, String> parameters = uri.parameters();
    return new TroubledBroker(
        Brokers.connect(amqp(uri), options),
        Durations.parse(parameters.getOrDefault("delay", "0s")),
        Integer.parseInt(parameters.getOrDefault("lost", "0")),
        Durations.parse(parameters.getOrDefault("stall", "0s")),
        Integer.parseInt(parameters.getOrDefault("stallAfter", "0")));
  }

  private static BrokerUri amqp(BrokerUri uri) {
    Map<String, String> passedOn = new LinkedHashMap<>(uri.parameters());
    passedOn.keySet().removeAll(OWN);
    String query =
        passedOn.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    return BrokerUri.parse(
        "amqp://%s:%s@%s%s"
            .formatted(
                uri.user().orElseThrow(),
                uri.password().orElseThrow(),
                uri.hosts().get(0),
                query.isEmpty() ? "" : "?" + query));
  }
}
