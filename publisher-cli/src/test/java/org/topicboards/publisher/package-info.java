@NullMarked
package org.topicboards.publisher;

import org.jspecify.annotations.NullMarked;
