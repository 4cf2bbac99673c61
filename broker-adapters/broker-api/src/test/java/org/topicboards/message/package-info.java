@NullMarked
package org.topicboards.message;

import org.jspecify.annotations.NullMarked;
