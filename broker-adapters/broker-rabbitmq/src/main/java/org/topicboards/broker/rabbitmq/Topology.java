package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * Declares exchanges, queues and bindings. What exists is taken as it is: a passive declaration
 * comes first, because the arguments of a queue cannot be changed and because it needs no
 * permission. Stateless but for its settings; every call blocks for some round trips.
 */
final class Topology {

  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

  private static final int FIRST_RABBITMQ_WITH_UNLIMITED_DELIVERY = 4;

  private static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";

  private final RabbitMqSettings settings;
  private final AmqpNames names;

  Topology(RabbitMqSettings settings) {
    this.settings = settings;
    this.names = new AmqpNames(settings.prefix());
  }

  AmqpNames names() {
    return names;
  }

  /**
   * What a publisher needs: the exchanges, and the archive's queue, so that what is posted before
   * any board service ever ran waits for the first one. Where this client may not declare the queue
   * and nobody else has, publishing works without it.
   */
  void declareForPublishing(Connection connection) throws IOException {
    declareExchanges(connection);
    if (!settings.archive()) {
      return;
    }
    try {
      String unused =
          declareBound(connection, SubscriptionName.ARCHIVE, SubscriptionOptions.archive());
    } catch (IOException | AlreadyClosedException e) {
      if (replyCode(e) != AMQP.ACCESS_REFUSED) {
        throw e;
      }
      LOG.debug("not allowed to declare the archive's queue: what exists is used");
    }
  }

  /** What a durable subscription needs, all of it anew; returns its queue. */
  String declareDurable(
      Connection connection, SubscriptionName name, SubscriptionOptions subscription)
      throws IOException {
    declareExchanges(connection);
    return declareBound(connection, name, subscription);
  }

  /**
   * The same for who comes with these patterns from now on: those that the subscription had before
   * are unbound. Where this client may not keep a record of them, they stay bound.
   */
  String changeDurable(
      Connection connection, SubscriptionName name, SubscriptionOptions subscription)
      throws IOException {
    if (subscription.isArchive()) {
      return declareDurable(connection, name, subscription);
    }
    declareExchanges(connection);
    String queue = declareQueue(connection, name, subscription);
    List<BoardPattern> patterns = subscription.patterns();
    try {
      String patternQueue = names.patternQueue(name);
      declareQueue(connection, patternQueue, Map.of());
      return withChannel(
          connection,
          channel -> {
            PatternRegister register = new PatternRegister(channel, patternQueue);
            return changePatterns(connection, queue, Set.copyOf(patterns), register);
          });
    } catch (IOException | AlreadyClosedException e) {
      if (replyCode(e) != AMQP.ACCESS_REFUSED) {
        throw e;
      }
      LOG.debug("not allowed to record the patterns of {}: none is ever unbound", name);
      bind(connection, queue, patterns);
      return queue;
    }
  }

  /**
   * Whatever is bound is on record at every moment, so that a crash leaves nothing bound unseen.
   */
  private String changePatterns(
      Connection connection, String queue, Set<BoardPattern> patterns, PatternRegister register)
      throws IOException {
    if (register.holdsOnly(patterns)) {
      return bind(connection, queue, patterns);
    }
    register.add(patterns);
    bind(connection, queue, patterns);
    for (BoardPattern known : register.known()) {
      if (!patterns.contains(known)) {
        unbind(connection, queue, known);
      }
    }
    register.forgetKnown();
    return queue;
  }

  private void unbind(Connection connection, String queue, BoardPattern pattern)
      throws IOException {
    Optional<AMQP.Queue.UnbindOk> unused =
        ifExists(
            connection,
            channel -> channel.queueUnbind(queue, names.exchange(pattern), pattern.value()));
  }

  /**
   * A new queue for an ephemeral subscription. Exclusive, so that it goes with the connection; not
   * auto-delete, because the embedded broker leaks such a queue if it never had a consumer.
   */
  String declareEphemeral(Connection connection, Channel channel, List<BoardPattern> patterns)
      throws IOException {
    declareExchanges(connection);
    String queue = names.ephemeralQueue(UUID.randomUUID().toString());
    channel.queueDeclare(queue, false, true, false, Map.of());
    for (BoardPattern pattern : patterns) {
      channel.queueBind(queue, names.exchange(pattern), pattern.value());
    }
    return queue;
  }

  /** Declares an empty queue that the broker deletes together with the channel's connection. */
  String declareFence(Channel channel) throws IOException {
    String queue = names.ephemeralQueue(UUID.randomUUID().toString());
    channel.queueDeclare(queue, false, true, false, Map.of());
    return queue;
  }

  /** Whether there is such a queue, be it another connection's own. */
  boolean queueExists(Connection connection, String queue) throws IOException {
    try {
      return ifExists(connection, channel -> channel.queueDeclarePassive(queue)).isPresent();
    } catch (IOException | AlreadyClosedException e) {
      if (replyCode(e) == AMQP.RESOURCE_LOCKED) {
        return true;
      }
      throw e;
    }
  }

  Optional<SubscriptionStatus> status(Connection connection, SubscriptionName name)
      throws IOException {
    return ifExists(
        connection,
        channel -> {
          AMQP.Queue.DeclareOk queue = channel.queueDeclarePassive(names.queue(name));
          return new SubscriptionStatus(queue.getMessageCount(), queue.getConsumerCount());
        });
  }

  /** Deletes a durable subscription's queue; false if there is none. */
  boolean remove(Connection connection, SubscriptionName name) throws IOException {
    String queue = names.queue(name);
    if (ifExists(connection, channel -> channel.queueDeclarePassive(queue)).isEmpty()) {
      return false;
    }
    withChannel(connection, channel -> channel.queueDelete(queue));
    String patternQueue = names.patternQueue(name);
    if (ifExists(connection, channel -> channel.queueDeclarePassive(patternQueue)).isPresent()) {
      withChannel(connection, channel -> channel.queueDelete(patternQueue));
    }
    return true;
  }

  private void declareExchanges(Connection connection) throws IOException {
    declareExchange(connection, names.boardsExchange());
    declareExchange(connection, names.systemExchange());
  }

  private void declareExchange(Connection connection, String exchange) throws IOException {
    if (ifExists(connection, channel -> channel.exchangeDeclarePassive(exchange)).isEmpty()) {
      withChannel(
          connection,
          channel -> channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true));
    }
  }

  private String declareBound(
      Connection connection, SubscriptionName name, SubscriptionOptions subscription)
      throws IOException {
    return bind(connection, declareQueue(connection, name, subscription), subscription.patterns());
  }

  private String declareQueue(
      Connection connection, SubscriptionName name, SubscriptionOptions subscription)
      throws IOException {
    String queue = names.queue(name);
    Map<String, Object> arguments = queueArguments(connection);
    if (subscription.oneAtATime()) {
      arguments.put(SINGLE_ACTIVE_CONSUMER, true);
    }
    declareQueue(connection, queue, arguments);
    return queue;
  }

  private void declareQueue(Connection connection, String queue, Map<String, Object> arguments)
      throws IOException {
    if (ifExists(connection, channel -> channel.queueDeclarePassive(queue)).isPresent()) {
      return;
    }
    try {
      withChannel(
          connection, channel -> channel.queueDeclare(queue, true, false, false, arguments));
    } catch (IOException | AlreadyClosedException e) {
      // Somebody else declared it in between, with other arguments: it is taken as it is.
      if (replyCode(e) != AMQP.PRECONDITION_FAILED
          || ifExists(connection, channel -> channel.queueDeclarePassive(queue)).isEmpty()) {
        throw e;
      }
    }
  }

  /** Bindings are made every time: a crash between declaring and binding must not lose messages. */
  private String bind(Connection connection, String queue, Collection<BoardPattern> patterns)
      throws IOException {
    return withChannel(
        connection,
        channel -> {
          for (BoardPattern pattern : patterns) {
            channel.queueBind(queue, names.exchange(pattern), pattern.value());
          }
          return queue;
        });
  }

  private Map<String, Object> queueArguments(Connection connection) {
    Map<String, Object> arguments = new HashMap<>();
    if (!settings.queueType().isEmpty()) {
      arguments.put("x-queue-type", settings.queueType());
    }
    // Attempts are counted by the adapter; RabbitMQ 4 would drop a message after 20 of its own, and
    // older ones, which have no limit, refuse the value.
    if (settings.queueType().equals("quorum")
        && majorVersion(connection) >= FIRST_RABBITMQ_WITH_UNLIMITED_DELIVERY) {
      arguments.put("x-delivery-limit", -1);
    }
    return arguments;
  }

  private static int majorVersion(Connection connection) {
    Object version = connection.getServerProperties().get("version");
    String major = String.valueOf(version).split("\\.", 2)[0];
    return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
  }

  /** Runs a passive declaration; nothing where the broker answers 404, which ends the channel. */
  private static <T> Optional<T> ifExists(Connection connection, ChannelCall<T> declaration)
      throws IOException {
    try {
      return Optional.of(withChannel(connection, declaration));
    } catch (IOException | AlreadyClosedException e) {
      if (replyCode(e) == AMQP.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T withChannel(Connection connection, ChannelCall<T> call) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no more channels on this connection");
    }
    try {
      return call.on(channel);
    } finally {
      channel.abort();
    }
  }

  private static int replyCode(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        return ExceptionTranslator.replyCode(signal);
      }
    }
    return 0;
  }

  /** Something done with a channel of its own. */
  private interface ChannelCall<T> {
    T on(Channel channel) throws IOException;
  }
}
