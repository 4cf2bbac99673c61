@NullMarked
package org.topicboards.broker.spi;

import org.jspecify.annotations.NullMarked;
