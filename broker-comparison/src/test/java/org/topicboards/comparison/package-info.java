/** Tests of the command. */
@NullMarked
package org.topicboards.comparison;

import org.jspecify.annotations.NullMarked;
