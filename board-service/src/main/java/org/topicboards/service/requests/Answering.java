package org.topicboards.service.requests;

/** An answer in the making. One thread at a time uses it. */
@FunctionalInterface
interface Answering {

  /**
   * Does a small part of the work, at most one page, so that others have their turn.
   *
   * @return whether more is to be done
   * @throws RefusedException if it cannot be done
   */
  boolean step() throws RefusedException;
}
