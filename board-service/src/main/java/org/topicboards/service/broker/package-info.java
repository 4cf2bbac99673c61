/** What the parts of the service know of the brokers they work on. */
@NullMarked
package org.topicboards.service.broker;

import org.jspecify.annotations.NullMarked;
