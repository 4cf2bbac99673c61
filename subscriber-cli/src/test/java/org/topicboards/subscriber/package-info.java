@NullMarked
package org.topicboards.subscriber;

import org.jspecify.annotations.NullMarked;
