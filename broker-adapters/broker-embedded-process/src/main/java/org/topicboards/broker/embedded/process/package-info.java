/** What the embedded brokers share: a JVM of their own beside this one. */
@NullMarked
package org.topicboards.broker.embedded.process;

import org.jspecify.annotations.NullMarked;
