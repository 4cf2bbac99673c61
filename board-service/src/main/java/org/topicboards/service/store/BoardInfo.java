package org.topicboards.service.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * What the archive holds of a board.
 *
 * @param messages how many
 * @param bytes of their bodies and attributes
 * @param lowestSequence of the oldest message there is, or what the next will get if there is none
 * @param highestSequence the highest ever given, 0 if none was
 * @param beginSequence where the board's life began: 1, or behind the highest of a deleted board of
 *     this name. What lies between it and the lowest sequence was there and has expired
 * @param firstArchived when the oldest message was archived, null if there is none
 * @param lastArchived the same of the newest
 * @param expiredArchived when the newest of all expired messages was archived, null if none expired
 */
public record BoardInfo(
    BoardName name,
    BoardSettings settings,
    long messages,
    long bytes,
    long lowestSequence,
    long highestSequence,
    long beginSequence,
    @Nullable Instant firstArchived,
    @Nullable Instant lastArchived,
    @Nullable Instant expiredArchived) {}
