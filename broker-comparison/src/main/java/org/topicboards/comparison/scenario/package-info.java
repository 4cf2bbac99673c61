/** The workloads, each a class. */
@NullMarked
package org.topicboards.comparison.scenario;

import org.jspecify.annotations.NullMarked;
