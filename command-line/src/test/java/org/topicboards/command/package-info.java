@NullMarked
package org.topicboards.command;

import org.jspecify.annotations.NullMarked;
