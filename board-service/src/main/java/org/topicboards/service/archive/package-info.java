/**
 * From the broker to the store: takes every message, commits in groups, acknowledges afterwards.
 */
@NullMarked
package org.topicboards.service.archive;

import org.jspecify.annotations.NullMarked;
