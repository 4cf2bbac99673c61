package org.topicboards.requests;

import java.util.LinkedHashMap;
import java.util.Map;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/**
 * The identities of the last messages of a history, by which their live copies are known. A live
 * copy comes within seconds of its place in the archive, so the last ones are enough. Thread-safe.
 */
final class RecentIdentities {

  /** About 40 MB of identities. */
  private static final int MOST = 200_000;

  private final Map<MessageIdentity, Boolean> identities =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageIdentity, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Notes a message; false if it is there already. */
  synchronized boolean add(BoardName board, Message message) {
    return identities.putIfAbsent(MessageIdentity.of(board, message), true) == null;
  }

  synchronized boolean contains(BoardName board, Message message) {
    return identities.containsKey(MessageIdentity.of(board, message));
  }

  /** Forgets all of them. */
  synchronized void clear() {
    identities.clear();
  }
}
