package org.topicboards.benchmarks;

import java.nio.file.Path;

/**
 * What the user chose.
 *
 * @param messages how many small messages a run measures
 * @param drainMessages how many messages wait to be drained
 * @param distribution the folder with the commands as users run them
 */
record Settings(int messages, int drainMessages, Path distribution) {}
