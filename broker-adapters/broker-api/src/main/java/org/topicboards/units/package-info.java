/** How durations, sizes, times and foreign text are written in options, URIs, messages and logs. */
@NullMarked
package org.topicboards.units;

import org.jspecify.annotations.NullMarked;
