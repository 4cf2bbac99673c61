/** Knows the durable subscriptions on a broker from what is announced there. */
@NullMarked
package org.topicboards.service.registry;

import org.jspecify.annotations.NullMarked;
