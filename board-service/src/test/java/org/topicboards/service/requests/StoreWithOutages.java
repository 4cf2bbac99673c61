package org.topicboards.service.requests;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.topicboards.message.BoardName;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.Boards;
import org.topicboards.service.store.History;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.OfflineQueues;
import org.topicboards.service.store.PostedMessage;
import org.topicboards.service.store.QuarantinedMessage;
import org.topicboards.service.store.StoreUnavailableException;

/** A store whose messages cannot be read or written for a while. */
record StoreWithOutages(MessageStore store, AtomicBoolean isAway) implements MessageStore {

  private MessageStore reachable() {
    if (isAway.get()) {
      throw new StoreUnavailableException("the database has gone", new IllegalStateException());
    }
    return store;
  }

  @Override
  public AppendResult append(List<PostedMessage> batch) {
    return reachable().append(batch);
  }

  @Override
  public AppendResult restore(List<ArchivedMessage> batch) {
    return reachable().restore(batch);
  }

  @Override
  public int quarantine(List<QuarantinedMessage> batch) {
    return reachable().quarantine(batch);
  }

  @Override
  public Boards boards() {
    return store.boards();
  }

  @Override
  public History history() {
    return reachable().history();
  }

  @Override
  public OfflineQueues offlineQueues() {
    return reachable().offlineQueues();
  }

  @Override
  public List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) {
    return reachable().read(board, fromSequence, limit);
  }

  @Override
  public SortedMap<BoardName, Long> counts() {
    return reachable().counts();
  }

  @Override
  public long quarantinedCount() {
    return reachable().quarantinedCount();
  }

  @Override
  public long highestSequence(BoardName board) {
    return reachable().highestSequence(board);
  }

  @Override
  public void close() {
    store.close();
  }
}
