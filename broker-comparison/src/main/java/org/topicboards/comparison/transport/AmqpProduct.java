package org.topicboards.comparison.transport;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.comparison.results.DurabilityClass;

/** RabbitMQ, and what else speaks AMQP 0-9-1. */
final class AmqpProduct implements Product {

  private static final Logger LOG = LoggerFactory.getLogger(AmqpProduct.class);

  private static final String QUEUE_TYPE = "queue-type";

  @Override
  public Facts facts(BrokerUri uri) {
    if (!AmqpConnection.isPossible(uri)) {
      return new Facts(
          "AMQP 0-9-1 broker over TLS",
          DurabilityClass.UNKNOWN,
          "not asked, over TLS; state it with --durability",
          Map.of());
    }
    try (Connection connection = AmqpConnection.open(uri)) {
      Map<String, Object> properties = connection.getServerProperties();
      String product = String.valueOf(properties.get("product"));
      String queueType = uri.parameters().getOrDefault(QUEUE_TYPE, "the broker's default");
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("queue type", queueType);
      settings.put("platform", String.valueOf(properties.get("platform")));
      return new Facts(
          product + " " + properties.get("version"),
          durability(product, queueType),
          reason(product, queueType),
          settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DurabilityClass durability(String product, String queueType) {
    if (!isRabbitMq(product)) {
      return DurabilityClass.UNKNOWN;
    }
    return queueType.equals("quorum") ? DurabilityClass.FSYNC : DurabilityClass.MEMORY;
  }

  private static String reason(String product, String queueType) {
    if (!isRabbitMq(product)) {
      return "not a RabbitMQ: state it with --durability";
    }
    return queueType.equals("quorum")
        ? "a quorum queue syncs its log on a majority of its nodes before it confirms"
        : "a classic queue confirms a persistent message when it was written, without a promise of"
            + " fsync, or consumed";
  }

  private static boolean isRabbitMq(String product) {
    return product.toLowerCase(Locale.ROOT).contains("rabbitmq");
  }

  @Override
  public boolean hasBareClient(BrokerUri uri) {
    return AmqpConnection.isPossible(uri) && !uri.parameters().containsKey(QUEUE_TYPE);
  }

  @Override
  public Transport connectBare(BrokerUri uri, String prefix, Duration patience) {
    return BareAmqpTransport.connect(uri, prefix, patience);
  }

  /** The archive's queue would hold every message, for a board service that never comes. */
  @Override
  public String adapterParameters(BrokerUri uri) {
    return uri.parameters().containsKey("archive") ? "" : "&archive=off";
  }

  @Override
  public void removeAll(BrokerUri uri, String prefix) {
    if (!AmqpConnection.isPossible(uri)) {
      return;
    }
    try (Connection connection = AmqpConnection.open(uri)) {
      remove(connection, prefix + "boards");
      remove(connection, prefix + "boards.system");
    } catch (IOException e) {
      throw new BrokerUnavailableException(
          "the exchanges of " + prefix + " could not be deleted", e);
    }
  }

  /** Not every broker takes it well that there is no such exchange: its channel is closed then. */
  private static void remove(Connection connection, String exchange) throws IOException {
    Channel channel = connection.createChannel();
    try {
      channel.exchangeDelete(exchange);
      channel.close();
    } catch (IOException | TimeoutException e) {
      LOG.debug("exchange {} is not there", exchange, e);
    }
  }
}
