@NullMarked
package org.topicboards.command.json;

import org.jspecify.annotations.NullMarked;
