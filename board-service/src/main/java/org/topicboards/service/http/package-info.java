/** The service's HTTP side: health, readiness, metrics. */
@NullMarked
package org.topicboards.service.http;

import org.jspecify.annotations.NullMarked;
