package org.topicboards.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user chose.
 *
 * @param messages how many small messages a run measures
 * @param bodyBytes the sizes of bodies that clients publish and consume
 * @param drainMessages how many messages wait to be drained
 * @param rows how many messages are archived at most when the last are asked for
 * @param postgres the JDBC URL of a PostgreSQL, {@link ArchiveDatabase#NONE}, or null for the one
 *     of this machine, if there is one
 * @param distribution the folder with the commands as users run them
 */
record Settings(
    int messages,
    List<Integer> bodyBytes,
    int drainMessages,
    int rows,
    @Nullable String postgres,
    Path distribution) {}
