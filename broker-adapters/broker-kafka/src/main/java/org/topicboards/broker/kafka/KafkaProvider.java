package org.topicboards.broker.kafka;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerProvider;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;

/**
 * The adapter for {@code kafka://}.
 *
 * <p>URI: {@code kafka://user:password@host:port,host:port?parameters}; the port is 9092 by
 * default. A user and password log in by SASL/PLAIN unless {@code sasl.mechanism} says otherwise.
 * Parameters:
 *
 * <ul>
 *   <li>{@code prefix}: put before the name of every topic and consumer group, default none
 *   <li>{@code partitions}: of topics created here, default 1, which keeps one order for a board
 *   <li>{@code replication}: of topics created here, default the broker's own
 *   <li>{@code retention}: of topics created here, such as {@code 30d}, default the broker's own
 *   <li>{@code max-body}: the largest body that can be posted, default {@code 1m}, at most {@code
 *       16m}
 *   <li>every property of Kafka's own clients, such as {@code security.protocol} or {@code
 *       linger.ms}, except those on which the guarantees rest, which are refused by name
 * </ul>
 */
public final class KafkaProvider implements BrokerProvider {

  /** Kafka does not tell whether anybody reads a topic. */
  private static final Set<Guarantee> GUARANTEES =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.UNROUTED_REPORTED)));

  /** For {@link java.util.ServiceLoader}. */
  public KafkaProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("kafka");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    KafkaSettings unused = KafkaSettings.of(uri); // refuses what cannot work
    return GUARANTEES;
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    return KafkaBroker.connect(KafkaSettings.of(uri), options, GUARANTEES);
  }
}
