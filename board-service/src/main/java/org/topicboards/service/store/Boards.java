package org.topicboards.service.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.topicboards.message.BoardName;

/**
 * The boards of an archive, and what is kept of each. A board is there from its first message or
 * from its creation on, whichever is earlier. Thread-safe.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be used now.
 */
public interface Boards {

  /** All of them, by name. Costs a few look-ups for each board, however much it holds. */
  List<BoardInfo> list();

  /**
   * What is {@linkplain MissingBoards#SET_ASIDE set aside} for boards that are none, by name. They
   * are in none of the other answers.
   */
  List<BoardInfo> setAside();

  /** One of them, nothing if there is no such board. */
  Optional<BoardInfo> find(BoardName name);

  /** Those of {@code names} that are boards. */
  Set<BoardName> existing(Set<BoardName> names);

  /**
   * Makes a board. What was set aside for it is in it from then on, at the places at which it came.
   *
   * @return false, with nothing changed, if it is there already
   */
  boolean create(BoardName name, BoardSettings settings);

  /**
   * Replaces a board's settings.
   *
   * @return false if there is no such board
   */
  boolean update(BoardName name, BoardSettings settings);

  /**
   * Deletes a board with its messages, or what is set aside for one that is none. They are gone for
   * every reader at once; their space is given back by {@link #expire}. Should the board ever be
   * there again, its sequences go on where they ended.
   *
   * @return false if there is no such board
   */
  boolean delete(BoardName name);

  /**
   * One small step of what is due: deletes the oldest messages beyond a board's retention and those
   * of deleted boards, or gives free space back to the file system. No step takes longer than a few
   * milliseconds on a healthy disk, so that archiving goes on between two of them.
   *
   * @return whether more is due
   */
  boolean expire();
}
