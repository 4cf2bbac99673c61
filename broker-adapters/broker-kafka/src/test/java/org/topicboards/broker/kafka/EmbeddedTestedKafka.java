package org.topicboards.broker.kafka;

import java.nio.file.Path;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaProcess;
import org.topicboards.broker.embedded.kafka.ProxiedListener;

/** The embedded Kafka in a JVM of its own, which every machine can run. */
final class EmbeddedTestedKafka implements TestedKafka, BrokerProcess {

  private final ProxiedLinks links;
  private final EmbeddedKafkaProcess process;

  private EmbeddedTestedKafka(ProxiedLinks links, EmbeddedKafkaProcess process) {
    this.links = links;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder an empty folder, which the caller deletes afterwards
   */
  static EmbeddedTestedKafka start(Path folder) {
    ProxiedLinks links = ProxiedLinks.reserve();
    EmbeddedKafkaOptions options = EmbeddedKafkaOptions.of(folder);
    for (ProxiedListener listener : links.listeners()) {
      options = options.behind(listener);
    }
    return new EmbeddedTestedKafka(links, EmbeddedKafkaProcess.start(options));
  }

  @Override
  public String description() {
    return "the embedded Kafka, " + process;
  }

  @Override
  public String bootstrapServers() {
    return process.bootstrapServers();
  }

  @Override
  public ProxiedLinks links() {
    return links;
  }

  @Override
  public BrokerProcess process() {
    return this;
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void start() {
    process.restart();
  }

  @Override
  public void close() {
    process.close();
  }
}
