/**
 * The command {@code subscriber}: shows messages on standard output, and acknowledges them once
 * they were written there.
 */
@NullMarked
package org.topicboards.subscriber;

import org.jspecify.annotations.NullMarked;
