package org.topicboards.broker.multicast;

import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;

/** The kit on the loopback interface. */
class MulticastConformanceTest extends BrokerConformanceKit {

  @Override
  protected BrokerFixture openFixture() {
    return new MulticastFixture();
  }
}
