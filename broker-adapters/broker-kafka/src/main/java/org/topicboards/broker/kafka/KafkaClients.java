package org.topicboards.broker.kafka;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardPattern;

/** Makes Kafka's own clients, as the URI and the contract want them. Thread-safe. */
final class KafkaClients {

  private final ClientProperties properties;
  private final KafkaSettings settings;
  private final ConnectOptions options;
  private final ExceptionTranslator translator;

  KafkaClients(KafkaSettings settings, ConnectOptions options) {
    this.settings = settings;
    this.options = options;
    this.properties = new ClientProperties(settings, options);
    this.translator = new ExceptionTranslator(settings);
  }

  ExceptionTranslator translator() {
    return translator;
  }

  Admin admin() {
    return make(() -> Admin.create(properties.admin()));
  }

  /** A producer for what applications post. */
  Producer<byte[], byte[]> producer(PublisherOptions publisherOptions) {
    return producer(publisherOptions, settings.maxBodyBytes());
  }

  /** A producer for dead letters, however large. */
  Producer<byte[], byte[]> deadLetterProducer(PublisherOptions publisherOptions) {
    return producer(publisherOptions, PublishBounds.LARGEST_MAX_BODY_BYTES);
  }

  /** A producer for our own records. */
  Producer<byte[], byte[]> producer() {
    return producer(PublisherOptions.DEFAULTS.within(options.connectTimeout()));
  }

  private Producer<byte[], byte[]> producer(PublisherOptions publisherOptions, long maxBodyBytes) {
    return make(
        () ->
            new KafkaProducer<>(
                properties.producer(
                    publisherOptions, ClientProperties.largestRecordBytes(maxBodyBytes))));
  }

  /** A member of a group. */
  Consumer<byte[], byte[]> member(SubscriptionOptions subscription, String group) {
    return make(() -> new KafkaConsumer<>(properties.consumer(subscription, group)));
  }

  /** A consumer without a group. */
  Consumer<byte[], byte[]> reader(SubscriptionOptions subscription) {
    return make(() -> new KafkaConsumer<>(properties.consumer(subscription)));
  }

  /** A consumer without a group, for our own records. */
  Consumer<byte[], byte[]> reader() {
    return reader(SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)));
  }

  private <T> T make(Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      throw translator.translate(ExceptionTranslator.CONNECT, e);
    }
  }
}
