package org.topicboards.subscriber;

import java.util.LinkedHashMap;
import java.util.Map;
import org.topicboards.message.MessageIdentity;

/** The identities of the last messages shown, so that none is shown twice. Not thread-safe. */
final class SeenIdentities {

  /** Far more than can be unacknowledged and so come again; about 20 MB of identities. */
  static final int WINDOW = 100_000;

  private final Map<MessageIdentity, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageIdentity, Boolean> eldest) {
          return size() > WINDOW;
        }
      };

  /** Notes an identity; false if it is among the last {@value #WINDOW} already. */
  boolean add(MessageIdentity identity) {
    return seen.putIfAbsent(identity, true) == null;
  }
}
