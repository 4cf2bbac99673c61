/** How the modules may depend on one another, and what no class may do. */
@NullMarked
package org.topicboards.architecture;

import org.jspecify.annotations.NullMarked;
