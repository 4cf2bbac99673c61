package org.topicboards.requests;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * What the archive holds of a board, or has set aside for one that was not created.
 *
 * @param isSetAside whether nobody created it, so that what it holds is set aside and no part of
 *     the archive
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
    boolean isSetAside,
    @Nullable String description,
    String retention,
    long messages,
    long bytes,
    long highestSequence,
    @Nullable Instant firstArchived,
    @Nullable Instant lastArchived) {}
