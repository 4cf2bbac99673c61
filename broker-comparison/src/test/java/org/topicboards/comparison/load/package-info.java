/** Tests. */
@NullMarked
package org.topicboards.comparison.load;

import org.jspecify.annotations.NullMarked;
