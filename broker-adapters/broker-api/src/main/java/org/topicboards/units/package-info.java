/** How durations and sizes are written in options, URIs and settings. */
@NullMarked
package org.topicboards.units;

import org.jspecify.annotations.NullMarked;
