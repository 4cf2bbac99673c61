@NullMarked
package org.topicboards.requests;

import org.jspecify.annotations.NullMarked;
