package org.topicboards.service.store;

import java.util.List;
import java.util.Map;
import org.topicboards.message.BoardName;
import org.topicboards.message.MessageIdentity;

/**
 * What became of a batch.
 *
 * @param stored messages that are new in the archive
 * @param setAside messages that are new and were set aside, by the boards that were not created
 * @param duplicates messages that it held already, with the same body
 * @param conflicts messages whose identity it held already with another body; the first one stands
 */
public record AppendResult(
    int stored, Map<BoardName, Integer> setAside, int duplicates, List<MessageIdentity> conflicts) {

  /** Copies the collections. */
  public AppendResult {
    setAside = Map.copyOf(setAside);
    conflicts = List.copyOf(conflicts);
  }

  /** Nothing was set aside. */
  public AppendResult(int stored, int duplicates, List<MessageIdentity> conflicts) {
    this(stored, Map.of(), duplicates, conflicts);
  }
}
