package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;

/** What is declared can be required, what is not is refused; and so are wrong URIs. */
abstract class GuaranteeTests extends ConformancePart {

  @ParameterizedTest
  @EnumSource
  void shouldConnectExactlyWhereARequiredGuaranteeIsDeclared(Guarantee guarantee) {
    if (declares(guarantee)) {
      Broker broker = connect(uri(), ConnectOptions.DEFAULTS.requiring(guarantee));
      assertThat(broker.isConnected()).isTrue();
      assertThat(broker.guarantees()).contains(guarantee);
    } else {
      assertRefusedUpFront(guarantee);
    }
  }

  @Test
  void shouldDeclareTheSameBeforeAndAfterConnecting() {
    assertThat(connect().guarantees()).isEqualTo(Brokers.guarantees(uri()));
  }

  @Test
  void shouldRefuseAnUnknownParameterByName() {
    BrokerUri uri = uri();
    String separator = uri.parameters().isEmpty() ? "?" : "&";
    BrokerUri wrong = BrokerUri.parse(uri + separator + "colour=green");

    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> fixture().connect(wrong, ConnectOptions.DEFAULTS).close())
        .withMessageContaining("colour")
        .withMessageContaining("known");
  }
}
