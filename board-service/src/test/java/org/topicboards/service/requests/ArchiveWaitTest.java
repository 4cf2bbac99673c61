package org.topicboards.service.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;

class ArchiveWaitTest {

  @TempDir private Path folder;

  @Test
  void shouldLetEveryoneGoWhenItIsClosed() {
    try (EmbeddedBroker server = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder));
        Broker broker = Brokers.connect(BrokerUri.parse(server.uri()))) {
      ArchiveWait wait = new ArchiveWait(broker);
      CompletableFuture<Boolean> inHand = wait.begin();
      CompletableFuture<Boolean> behind = wait.begin();

      wait.close();

      await().until(() -> inHand.isCancelled() && behind.isCancelled());
      assertThat(wait.begin()).isCancelled();
    }
  }
}
