/** Open-loop load, and what became of it. */
@NullMarked
package org.topicboards.comparison.load;

import org.jspecify.annotations.NullMarked;
