package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A RabbitMQ that has no memory left blocks its publishers until it has. */
@Timeout(180)
class RabbitMqAlarmTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final PublisherOptions IMPATIENT =
      PublisherOptions.DEFAULTS.within(Duration.ofSeconds(3));
  private static final PublisherOptions PATIENT =
      PublisherOptions.DEFAULTS.within(Duration.ofSeconds(60));

  private static RabbitMqNode node;

  @BeforeAll
  static void startNode() {
    node =
        RabbitMqNode.startPrivate()
            .orElseThrow(() -> new TestAbortedException("no RabbitMQ that a test may start"));
  }

  @AfterAll
  static void stopNode() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void shouldSayThatTheBrokerBlocksAndGoOnWhenItDoesNotAnyMore() throws Exception {
    try (Broker broker = Brokers.connect(BrokerUri.parse(node.uri()))) {
      Publisher impatient = broker.publisher(IMPATIENT);
      Publisher patient = broker.publisher(PATIENT);
      assertThat(post(impatient).get(30, TimeUnit.SECONDS)).isEqualTo(PublishReceipt.ROUTED);

      node.control("set_vm_memory_high_watermark", "0.0000001");

      assertBlocked(impatient);
      try (Broker latecomer = Brokers.connect(BrokerUri.parse(node.uri()))) {
        assertBlocked(latecomer.publisher(IMPATIENT));
      }
      CompletableFuture<PublishReceipt> held = post(patient);
      assertThat(held).isNotDone();

      node.control("set_vm_memory_high_watermark", "0.4");

      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(PublishReceipt.ROUTED);
      assertThat(post(impatient).get(30, TimeUnit.SECONDS)).isEqualTo(PublishReceipt.ROUTED);
    }
  }

  private static void assertBlocked(Publisher publisher) {
    CompletableFuture<PublishReceipt> unused = post(publisher); // what blocks may be taken yet
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> post(publisher).get(15, TimeUnit.SECONDS))
        .havingCause()
        .isInstanceOf(BrokerTimeoutException.class)
        .withMessageContaining("was not confirmed within 3s: the broker blocks its publishers")
        .withMessageContaining("memory");
  }

  private static CompletableFuture<PublishReceipt> post(Publisher publisher) {
    return publisher.publish(NEWS, Message.from("alice").build()).toCompletableFuture();
  }
}
