/** The Compose file and the images, as a user runs them. */
@NullMarked
package org.topicboards.system.containers;

import org.jspecify.annotations.NullMarked;
