package org.topicboards.service.store;

import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message on its way into the table. It is given its place in the transaction that inserts it,
 * and another one should that be taken back.
 */
final class NewRow {

  /** Below every sequence: the board's next. */
  private static final long NEXT = 0;

  /** Later than every time: the present. */
  private static final long NOW = Long.MAX_VALUE;

  final BoardName board;
  final Message message;
  final EncodedMessage columns;

  /** It gets this sequence unless the board is beyond it. */
  final long wantedSequence;

  /** It gets this time unless the archive is beyond it, or the present is not. */
  final long wantedArchivedNanos;

  long position;
  long boardId;
  long sequence;
  long archivedNanos;

  private NewRow(BoardName board, Message message, long wantedSequence, long wantedArchivedNanos) {
    this.board = board;
    this.message = message;
    this.columns = new EncodedMessage(message);
    this.wantedSequence = wantedSequence;
    this.wantedArchivedNanos = wantedArchivedNanos;
  }

  static NewRow of(PostedMessage posted) {
    return new NewRow(posted.board(), posted.message(), NEXT, NOW);
  }

  static NewRow of(ArchivedMessage archived) {
    return new NewRow(
        archived.board(),
        archived.message(),
        archived.sequence(),
        Nanos.nearest(archived.archived()));
  }
}
