@NullMarked
package org.topicboards.units;

import org.jspecify.annotations.NullMarked;
