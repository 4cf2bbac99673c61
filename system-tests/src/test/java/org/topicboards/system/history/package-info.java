/** History and live as one, over every transport that the machine has. */
@NullMarked
package org.topicboards.system.history;

import org.jspecify.annotations.NullMarked;
