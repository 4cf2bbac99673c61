/**
 * What is posted and where: board names, patterns and messages. Immutable values without I/O; every
 * type here is safe for use by several threads.
 */
@NullMarked
package org.topicboards.message;

import org.jspecify.annotations.NullMarked;
