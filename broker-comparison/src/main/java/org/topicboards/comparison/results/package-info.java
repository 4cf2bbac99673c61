/** What was measured, as it is kept in files. */
@NullMarked
package org.topicboards.comparison.results;

import org.jspecify.annotations.NullMarked;
