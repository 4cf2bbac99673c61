@NullMarked
package org.topicboards.broker;

import org.jspecify.annotations.NullMarked;
