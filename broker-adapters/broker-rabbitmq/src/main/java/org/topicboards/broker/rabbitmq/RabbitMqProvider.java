package org.topicboards.broker.rabbitmq;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerProvider;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;

/**
 * The adapter for {@code amqp://} and {@code amqps://}.
 *
 * <p>URI: {@code amqp://user:password@host:port,host:port/vhost?parameters}; user and password are
 * {@code guest} by default, the port 5672 or 5671, the vhost {@code /}. Parameters:
 *
 * <ul>
 *   <li>{@code prefix}: put before the name of every exchange and queue, default none
 *   <li>{@code queue-type}: {@code classic} or {@code quorum} for queues that are declared here,
 *       default whatever the broker's own default is
 *   <li>{@code archive}: {@code off} leaves out the archive's queue, default {@code on}
 *   <li>{@code max-body}: the largest body that can be posted, default {@code 1m}, at most {@code
 *       16m}
 *   <li>{@code heartbeat}: how often each side shows that it lives, default {@code 20s}
 *   <li>{@code cacertfile}: a PEM file with the certificates to trust, for {@code amqps}; default
 *       those of the JVM. Host names are always verified.
 * </ul>
 */
public final class RabbitMqProvider implements BrokerProvider {

  private static final Set<Guarantee> GUARANTEES =
      Collections.unmodifiableSet(EnumSet.allOf(Guarantee.class));

  /** For {@link java.util.ServiceLoader}. */
  public RabbitMqProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("amqp", "amqps");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    RabbitMqSettings unused = RabbitMqSettings.of(uri); // refuses what cannot work
    return GUARANTEES;
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    return RabbitMqBroker.connect(RabbitMqSettings.of(uri), options, GUARANTEES);
  }
}
