package org.topicboards.comparison.load;

import java.time.Duration;

/**
 * Something that happens in the middle of a run.
 *
 * @param after how long after the measured part has begun
 * @param action what happens; may block
 */
public record Incident(Duration after, Runnable action) {}
