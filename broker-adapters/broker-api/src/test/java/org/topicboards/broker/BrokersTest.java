package org.topicboards.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.MemoProvider.MemoBroker;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class BrokersTest {

  @Test
  void shouldConnectThroughTheAdapterForTheScheme() {
    BrokerUri uri = BrokerUri.parse("memo://h?a=b");
    ConnectOptions options =
        ConnectOptions.DEFAULTS
            .named("test")
            .within(Duration.ofSeconds(1))
            .requiring(Guarantee.CONFIRMED);

    try (Broker broker = Brokers.connect(uri, options)) {
      assertThat(broker)
          .isEqualTo(new MemoBroker(uri, options.telling(new GuardedListener(options.listener()))));
    }
  }

  @Test
  void shouldKeepWhatAListenerThrowsFromTheAdapter() {
    List<String> told = new ArrayList<>();
    ConnectionListener failing =
        new ConnectionListener() {
          @Override
          public void lost(String purpose, BrokerException cause) {
            told.add("lost " + purpose);
            throw new IllegalStateException("the listener's own fault");
          }

          @Override
          public void restored(String purpose, Duration downtime) {
            told.add("restored " + purpose);
            throw new IllegalStateException("the listener's own fault");
          }
        };

    try (Broker broker =
        Brokers.connect(BrokerUri.parse("memo://h"), ConnectOptions.DEFAULTS.telling(failing))) {
      ConnectionListener toldByTheAdapter = ((MemoBroker) broker).options().listener();
      toldByTheAdapter.lost("publisher", new BrokerUnavailableException("away"));
      toldByTheAdapter.restored("publisher", Duration.ZERO);
    }
    assertThat(told).containsExactly("lost publisher", "restored publisher");
  }

  @Test
  void shouldConnectWithTheDefaultOptions() {
    try (Broker broker = Brokers.connect(BrokerUri.parse("memo://h"));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      assertThat(publisher.publish(BoardName.of("a"), Message.from("alice").build()))
          .isCompletedWithValue(PublishReceipt.UNROUTED);
    }
  }

  @Test
  void shouldListTheKnownSchemesWhereOneIsUnknown() {
    assertThat(Brokers.schemes()).containsExactly("claimed-twice", "memo", "memos");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.connect(BrokerUri.parse("mqtt://alice:s3cret@h")))
        .withMessage("no adapter for 'mqtt://' (known: claimed-twice://, memo://, memos://)");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.guarantees(BrokerUri.parse("mqtt://h")))
        .withMessageContaining("known: claimed-twice://, memo://, memos://");
  }

  @Test
  void shouldNameTheAdaptersThatClaimOneScheme() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.connect(BrokerUri.parse("claimed-twice://h")))
        .withMessage(
            "several adapters for 'claimed-twice://' are on the class path (%s, %s); leave one",
            MemoProvider.class.getName(), RivalProvider.class.getName());
  }

  @Test
  void shouldNameEveryMissingGuaranteeBeforeConnecting() {
    ConnectOptions options =
        ConnectOptions.DEFAULTS.requiring(
            Guarantee.SURVIVES_RESTART, Guarantee.CONFIRMED, Guarantee.AT_LEAST_ONCE);

    // the path would be refused on connecting
    assertThatExceptionOfType(GuaranteeNotMetException.class)
        .isThrownBy(() -> Brokers.connect(BrokerUri.parse("memo://h/path"), options))
        .withMessage(
            "memo:// does not guarantee AT_LEAST_ONCE, SURVIVES_RESTART "
                + "(a confirmed message reaches every subscription at least once; "
                + "confirmed messages outlive a restart of the broker)");
  }

  @Test
  void shouldAskTheAdapterForTheGuaranteesOfTheUri() {
    assertThat(Brokers.guarantees(BrokerUri.parse("memo://h")))
        .containsExactly(Guarantee.CONFIRMED);
    assertThat(Brokers.guarantees(BrokerUri.parse("memos://h")))
        .containsExactlyInAnyOrder(Guarantee.CONFIRMED, Guarantee.UNROUTED_REPORTED);
  }

  @Test
  void shouldHandOnTheAdaptersRefusal() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> Brokers.connect(BrokerUri.parse("memo://h/path")))
        .withMessage("memo:// has no path");
  }
}
