/** What is the same on every transport, shown by passing messages from one to another. */
@NullMarked
package org.topicboards.system.roundtrip;

import org.jspecify.annotations.NullMarked;
