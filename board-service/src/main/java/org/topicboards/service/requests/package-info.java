/** Answers what is asked over the broker: history, boards. */
@NullMarked
package org.topicboards.service.requests;

import org.jspecify.annotations.NullMarked;
