package org.topicboards.system.history;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import org.topicboards.message.BoardName;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.Boards;
import org.topicboards.service.store.History;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.OfflineQueues;
import org.topicboards.service.store.PostedMessage;
import org.topicboards.service.store.QuarantinedMessage;

/** A store that takes nothing while it is held. */
record SlowStore(MessageStore store, Semaphore gate) implements MessageStore {

  static SlowStore of(MessageStore store) {
    return new SlowStore(store, new Semaphore(1, true));
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
      return store.append(batch);
    } finally {
      gate.release();
    }
  }

  @Override
  public AppendResult restore(List<ArchivedMessage> batch) {
    return store.restore(batch);
  }

  @Override
  public int quarantine(List<QuarantinedMessage> batch) {
    return store.quarantine(batch);
  }

  @Override
  public Boards boards() {
    return store.boards();
  }

  @Override
  public History history() {
    return store.history();
  }

  @Override
  public OfflineQueues offlineQueues() {
    return store.offlineQueues();
  }

  @Override
  public List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) {
    return store.read(board, fromSequence, limit);
  }

  @Override
  public SortedMap<BoardName, Long> counts() {
    return store.counts();
  }

  @Override
  public long quarantinedCount() {
    return store.quarantinedCount();
  }

  @Override
  public long highestSequence(BoardName board) {
    return store.highestSequence(board);
  }

  @Override
  public void close() {
    store.close();
  }
}
