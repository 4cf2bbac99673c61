/** Tests. */
@NullMarked
package org.topicboards.comparison.transport;

import org.jspecify.annotations.NullMarked;
