package org.topicboards.requests;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * What the archive holds of a board.
 *
 * @param description for people, null for none
 * @param retention as {@code age=30d,count=1000000,bytes=10g}, or {@code unlimited}
 * @param messages how many it holds
 * @param bytes of their bodies and attributes
 * @param highestSequence the highest ever given, 0 if none was
 * @param firstArchived when the oldest message was archived, null if there is none
 * @param lastArchived the same of the newest
 */
public record BoardSummary(
    BoardName board,
    @Nullable String description,
    String retention,
    long messages,
    long bytes,
    long highestSequence,
    @Nullable Instant firstArchived,
    @Nullable Instant lastArchived) {}
