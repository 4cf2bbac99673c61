/** The page that the build writes of what the transports guarantee. */
@NullMarked
package org.topicboards.system.guarantees;

import org.jspecify.annotations.NullMarked;
