package org.topicboards.service.store;

import java.util.List;
import java.util.SortedMap;
import org.topicboards.message.BoardName;

/**
 * Keeps every message once, in one agreed order.
 *
 * <p>Per board that order is the sequence 1, 2, 3 and so on, without gaps. A sequence is never
 * given twice, not even after its message or its whole board was deleted. Over all boards it is the
 * <em>position</em>, which rises in the same order. Whoever reads sees a beginning of that order:
 * where a position or sequence is seen, nothing ever appears before it, however many services
 * append to the same store. There is one exception to that, by position: messages that were
 * {@linkplain MissingBoards#SET_ASIDE set aside} appear where they came once their board is
 * created.
 *
 * <p>Thread-safe. Writing calls wait for each other; reading ones wait for nobody. All may block on
 * the disk or the network. A call that fails changes nothing and may be repeated: what was stored
 * after all is then counted as duplicates.
 */
public interface MessageStore extends AutoCloseable {

  /**
   * Stores a batch in its order, in one durable transaction: when this returns, the messages
   * outlive the process and the machine's power. A message whose identity (board, source, id) is
   * there already, or is twice in the batch, is not stored again. One whose board is missing is set
   * aside where the store was {@linkplain MissingBoards opened so}.
   *
   * @throws MessageRefusedException if some message of the batch can never be stored; nothing of
   *     the batch is
   * @throws StoreUnavailableException if the store cannot be written to now
   */
  AppendResult append(List<PostedMessage> batch);

  /**
   * Stores messages of another archive, as {@link #append} does. A message keeps its sequence where
   * that is higher than every one ever given on its board, and its archived time where that is no
   * earlier than the archive's latest and not in the future: so that restored into an empty archive
   * all is as it was. Otherwise it gets the next sequence and the time that continue the order
   * here. Positions are new.
   *
   * @throws StoreException as {@link #append} does
   */
  AppendResult restore(List<ArchivedMessage> batch);

  /**
   * Sets aside what cannot be archived, in one durable transaction. The same message (address,
   * identity and body) is kept once.
   *
   * @return how many of them were new
   * @throws StoreException as {@link #append} does
   */
  int quarantine(List<QuarantinedMessage> batch);

  /** The boards and what is kept of them. */
  Boards boards();

  /** The durable subscriptions that were announced. */
  Subscriptions subscriptions();

  /** What was archived, to be read again. */
  History history();

  /** How far named subscribers have got for whom no broker keeps anything. */
  OfflineQueues offlineQueues();

  /**
   * Messages of a board in the order of their sequence.
   *
   * @param fromSequence the first sequence wanted; what is not there is passed over
   * @param limit the most messages
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<ArchivedMessage> read(BoardName board, long fromSequence, int limit);

  /**
   * How many messages each board holds, boards without messages included.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  SortedMap<BoardName, Long> counts();

  /**
   * How many messages were set aside.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  long quarantinedCount();

  /**
   * The highest sequence ever given on a board, 0 if none was.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  long highestSequence(BoardName board);

  /** Lets the store go. Idempotent; after it every other call fails. */
  @Override
  void close();
}
