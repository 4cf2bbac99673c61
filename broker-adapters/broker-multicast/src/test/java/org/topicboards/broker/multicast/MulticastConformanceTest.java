package org.topicboards.broker.multicast;

import org.junit.jupiter.api.DisplayName;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit on the loopback interface. */
@DisplayName("UDP multicast")
class MulticastConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    return new MulticastFixture();
  }
}
