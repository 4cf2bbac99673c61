/**
 * The command {@code benchmarks/run}: what the parts of Topic Boards cost, each beside a bare
 * counterpart that does the same work with the same settings.
 *
 * <p>Every measured run is a fresh JVM, ours and the bare one by turns, because on a shared machine
 * only neighbours in time can be compared. The result is a ratio with its confidence interval.
 */
@NullMarked
package org.topicboards.benchmarks;

import org.jspecify.annotations.NullMarked;
