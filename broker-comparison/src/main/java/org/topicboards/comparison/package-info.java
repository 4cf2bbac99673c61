/** The command {@code compare}: one workload on several brokers. */
@NullMarked
package org.topicboards.comparison;

import org.jspecify.annotations.NullMarked;
