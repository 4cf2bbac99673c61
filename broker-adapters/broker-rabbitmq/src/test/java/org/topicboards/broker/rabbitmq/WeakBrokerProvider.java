package org.topicboards.broker.rabbitmq;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerProvider;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.PassingBroker;

/**
 * The RabbitMQ adapter as a transport that promises order and nothing else, for testing how the kit
 * treats what is not promised. {@code lax://} accepts all the same what it does not promise.
 */
public final class WeakBrokerProvider implements BrokerProvider {

  static final String STRICT = "weak";
  static final String LAX = "lax";

  @Override
  public Set<String> schemes() {
    return Set.of(STRICT, LAX);
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    return EnumSet.of(Guarantee.ORDERED_PER_PUBLISHER);
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    String query =
        uri.parameters().entrySet().stream()
            .map(Map.Entry::toString) // name=value; the kit's need no encoding
            .collect(Collectors.joining("&", "?", ""));
    Broker amqp = Brokers.connect(BrokerUri.parse(AmqpAddress.of(uri).uri() + query), options);
    return new WeakBroker(amqp, guarantees(uri), uri.scheme().equals(STRICT));
  }

  private static final class WeakBroker extends PassingBroker {
    private final Set<Guarantee> guarantees;
    private final boolean strict;

    WeakBroker(Broker amqp, Set<Guarantee> guarantees, boolean strict) {
      super(amqp);
      this.guarantees = guarantees;
      this.strict = strict;
    }

    @Override
    public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
      if (strict && options.name().isPresent()) {
        throw new GuaranteeNotMetException("no durable subscriptions here");
      }
      return super.subscribe(options, handler);
    }

    @Override
    public Set<Guarantee> guarantees() {
      return guarantees;
    }
  }
}
