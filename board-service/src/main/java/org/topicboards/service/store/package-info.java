/** Where the archive is kept: the contract of a message store, and the one on SQLite. */
@NullMarked
package org.topicboards.service.store;

import org.jspecify.annotations.NullMarked;
