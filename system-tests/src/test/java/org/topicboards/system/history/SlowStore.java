package org.topicboards.system.history;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.PassingStore;
import org.topicboards.service.store.PostedMessage;

/** A store that takes nothing while it is held. */
final class SlowStore extends PassingStore {

  private final Semaphore gate = new Semaphore(1, true);

  SlowStore(MessageStore store) {
    super(store);
  }

  void hold() throws InterruptedException {
    gate.acquire();
  }

  void release() {
    gate.release();
  }

  @Override
  public AppendResult append(List<PostedMessage> batch) {
    gate.acquireUninterruptibly();
    try {
      return super.append(batch);
    } finally {
      gate.release();
    }
  }
}
