package org.topicboards.service.archive;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.topicboards.message.BoardName;

/**
 * Names the boards for which messages are set aside, each once. Who posts chooses the names, so
 * after many of them it says no more. Not thread-safe.
 */
final class SetAsideLog {

  private static final int MOST_BOARDS = 1_000;

  private final Logger log;
  private final Set<BoardName> named = new HashSet<>();

  SetAsideLog(Logger log) {
    this.log = log;
  }

  void add(Map<BoardName, Integer> setAside) {
    for (BoardName board : setAside.keySet()) {
      if (named.size() < MOST_BOARDS && named.add(board)) {
        log.warn(
            "board {} was not created: messages posted to it are set aside until somebody does"
                + " (publisher create {})",
            board,
            board);
        if (named.size() == MOST_BOARDS) {
          log.warn("no more boards are named here: subscriber boards lists them all");
        }
      }
    }
  }
}
