package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/** A row of {@code boards} in memory, while its session has the archive's lock. */
final class BoardRow {

  final BoardName name;
  final long id;
  final long beginSequence;

  /** No board any more, or not yet. */
  boolean isAbsent;

  long nextSequence;
  long messages;
  long bytes;
  @Nullable Long expiredNanos;

  /** Whether it differs from the table. */
  boolean isChanged;

  BoardRow(BoardName name, long id, long beginSequence) {
    this.name = name;
    this.id = id;
    this.beginSequence = beginSequence;
    this.nextSequence = beginSequence;
  }

  /** Whether messages were set aside for a board that was not created. */
  boolean holdsMessagesSetAside() {
    return isAbsent && messages > 0;
  }
}
