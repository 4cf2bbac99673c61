/**
 * The command {@code publisher}: posts what it is given, and ends well only if all is confirmed.
 */
@NullMarked
package org.topicboards.publisher;

import org.jspecify.annotations.NullMarked;
