/** The brokers that are compared, through their adapters and through their bare clients. */
@NullMarked
package org.topicboards.comparison.transport;

import org.jspecify.annotations.NullMarked;
