/** What this machine is, and what its processes use. */
@NullMarked
package org.topicboards.comparison.machine;

import org.jspecify.annotations.NullMarked;
