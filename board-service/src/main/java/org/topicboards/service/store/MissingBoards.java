package org.topicboards.service.store;

/** What becomes of messages that were posted to a board which nobody created. */
public enum MissingBoards {
  /** Their board is there from its first message on. */
  CREATE,

  /**
   * They are set aside: kept as they came, and no part of the archive until somebody creates the
   * board. Boards with a reserved word, which nobody can create, are there from their first message
   * on.
   */
  SET_ASIDE
}
