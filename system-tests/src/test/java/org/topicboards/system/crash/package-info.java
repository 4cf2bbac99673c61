/**
 * The crash drill: real processes, killed while messages are in flight, and a count of every
 * message at the end. {@link org.topicboards.system.crash.CrashDrill} is the way in.
 */
@NullMarked
package org.topicboards.system.crash;

import org.jspecify.annotations.NullMarked;
