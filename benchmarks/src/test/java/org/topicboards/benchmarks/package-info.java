@NullMarked
package org.topicboards.benchmarks;

import org.jspecify.annotations.NullMarked;
