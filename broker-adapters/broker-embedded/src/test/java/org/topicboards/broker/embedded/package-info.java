@NullMarked
package org.topicboards.broker.embedded;

import org.jspecify.annotations.NullMarked;
