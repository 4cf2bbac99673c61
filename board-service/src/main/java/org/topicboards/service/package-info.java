/** The command {@code board-service} and what it is put together from. */
@NullMarked
package org.topicboards.service;

import org.jspecify.annotations.NullMarked;
