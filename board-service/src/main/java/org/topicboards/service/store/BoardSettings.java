package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;

/**
 * What a person decides about a board.
 *
 * @param description for people; any text, null for none
 * @param retention how long its messages are kept
 */
public record BoardSettings(@Nullable String description, Retention retention) {

  /** No description, everything kept. */
  public static final BoardSettings DEFAULTS = new BoardSettings(null, Retention.UNLIMITED);
}
