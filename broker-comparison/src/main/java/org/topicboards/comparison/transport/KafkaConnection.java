package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;

/** Connects kafka-clients to the brokers of a URI, with nothing of ours in between. */
final class KafkaConnection {

  /** For an answer of the brokers. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int DEFAULT_PORT = 9092;

  /** The adapter's own parameters, which are no properties of Kafka's clients. */
  private static final Set<String> ADAPTERS_OWN =
      Set.of("prefix", "partitions", "replication", "retention", "max-body");

  private KafkaConnection() {}

  /** A question to the brokers. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  /** Whether the bare client can connect as the URI asks for. */
  static boolean isPossible(BrokerUri uri) {
    return uri.user().isEmpty()
        && !uri.parameters().containsKey("partitions")
        && !uri.parameters().containsKey("replication");
  }

  /** The properties of every client: where the brokers are, and what the URI passes on. */
  static Map<String, Object> settings(BrokerUri uri) {
    Map<String, Object> settings = new HashMap<>();
    uri.parameters()
        .forEach(
            (name, value) -> {
              if (!ADAPTERS_OWN.contains(name)) {
                settings.put(name, value);
              }
            });
    uri.user().ifPresent(user -> logIn(uri, user, settings));
    settings.put(
        "bootstrap.servers",
        uri.hosts().stream()
            .map(host -> host.host() + ":" + host.portOr(DEFAULT_PORT))
            .collect(Collectors.joining(",")));
    settings.put("client.id", Wire.CLIENT);
    settings.put("enable.metrics.push", false);
    settings.put("metric.reporters", "");
    return settings;
  }

  private static void logIn(BrokerUri uri, String user, Map<String, Object> settings) {
    settings.putIfAbsent("security.protocol", "SASL_PLAINTEXT");
    Object mechanism = settings.computeIfAbsent("sasl.mechanism", name -> "PLAIN");
    String module =
        mechanism.toString().startsWith("SCRAM-")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    settings.putIfAbsent(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(module, quoted(user), quoted(uri.password().orElse(""))));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  static Admin admin(BrokerUri uri) {
    Map<String, Object> settings = settings(uri);
    settings.put("default.api.timeout.ms", (int) TIMEOUT.toMillis());
    settings.put("request.timeout.ms", (int) TIMEOUT.toMillis());
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      throw new BrokerUnavailableException("no Kafka at " + uri + ": " + e.getMessage(), e);
    }
  }

  /** Asks; what goes wrong is one line. */
  static <T> T doing(BrokerUri uri, Question<T> question) {
    try {
      return question.ask();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BrokerUnavailableException(
          "Kafka at " + uri + " does not answer: " + cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted", e);
    }
  }
}
