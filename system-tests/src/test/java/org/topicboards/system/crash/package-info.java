/**
 * The drills: real processes, killed or crowded while messages are in flight, and a count of every
 * message at the end. Each has a command, a {@link org.topicboards.system.crash.DrillCommand}.
 */
@NullMarked
package org.topicboards.system.crash;

import org.jspecify.annotations.NullMarked;
