/** Tests. */
@NullMarked
package org.topicboards.comparison.report;

import org.jspecify.annotations.NullMarked;
