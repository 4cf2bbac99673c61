/** Tests. */
@NullMarked
package org.topicboards.comparison.results;

import org.jspecify.annotations.NullMarked;
