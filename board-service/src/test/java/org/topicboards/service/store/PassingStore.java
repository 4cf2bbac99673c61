package org.topicboards.service.store;

import java.util.List;
import java.util.SortedMap;
import org.topicboards.message.BoardName;

/** Passes every call on to another store; subclasses change some. */
public class PassingStore implements MessageStore {

  private final MessageStore store;

  /** In front of {@code store}. */
  public PassingStore(MessageStore store) {
    this.store = store;
  }

  @Override
  public AppendResult append(List<PostedMessage> batch) {
    return store.append(batch);
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
  public Subscriptions subscriptions() {
    return store.subscriptions();
  }

  @Override
  public OfflineQueues offlineQueues() {
    return store.offlineQueues();
  }

  @Override
  public History history() {
    return store.history();
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
