package org.topicboards.service.store;

import java.util.List;

/**
 * Some messages of a range, in order.
 *
 * @param rest what follows them; {@link HistoryRange#isEmpty} if nothing does
 */
public record HistoryPage(List<ArchivedMessage> messages, HistoryRange rest) {

  /** Copies the list. */
  public HistoryPage {
    messages = List.copyOf(messages);
  }
}
