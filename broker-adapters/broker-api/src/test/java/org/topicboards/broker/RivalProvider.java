package org.topicboards.broker;

import java.util.Set;

/** Claims a scheme that {@link MemoProvider} claims as well. */
public final class RivalProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public RivalProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("claimed-twice");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    return Set.of();
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    throw new BadConfigurationException("never the only one for its scheme");
  }
}
