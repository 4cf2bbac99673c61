package org.topicboards.service.archive;

import java.util.function.BooleanSupplier;

/**
 * What those who answer from the archive know of the one that archives on the same broker.
 *
 * @param isBusy whether messages wait to be archived: while they do, answers are made in a fifth of
 *     the time at most. For any thread, and quick
 * @param heardPlaces which messages of each publisher were heard
 */
public record ArchiveView(BooleanSupplier isBusy, HeardPlaces heardPlaces) {

  /** An archive that never has anything to do and has heard nothing. */
  public static ArchiveView ofNothing() {
    return new ArchiveView(() -> false, new HeardPlaces());
  }
}
