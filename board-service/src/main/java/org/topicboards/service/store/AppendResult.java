package org.topicboards.service.store;

import java.util.List;
import org.topicboards.message.MessageIdentity;

/**
 * What became of a batch.
 *
 * @param stored messages that are new in the archive
 * @param duplicates messages that it held already, with the same body
 * @param conflicts messages whose identity it held already with another body; the first one stands
 */
public record AppendResult(int stored, int duplicates, List<MessageIdentity> conflicts) {

  /** Copies the list. */
  public AppendResult {
    conflicts = List.copyOf(conflicts);
  }
}
