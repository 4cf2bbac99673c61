/** The page, the table and the histograms that people look at. */
@NullMarked
package org.topicboards.comparison.report;

import org.jspecify.annotations.NullMarked;
