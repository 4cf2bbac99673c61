@NullMarked
package org.topicboards.broker.conformance;

import org.jspecify.annotations.NullMarked;
