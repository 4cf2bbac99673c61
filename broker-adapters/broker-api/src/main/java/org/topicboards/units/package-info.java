/**
 * How durations and sizes are written in options, URIs and settings, and foreign text in messages.
 */
@NullMarked
package org.topicboards.units;

import org.jspecify.annotations.NullMarked;
