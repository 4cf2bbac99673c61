@NullMarked
package org.topicboards.broker.embedded.kafka;

import org.jspecify.annotations.NullMarked;
