package org.topicboards.broker.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.topicboards.broker.Guarantee;

/**
 * Ties a test to the guarantees that it proves. On a transport that does not declare them all, the
 * test shows instead that it refuses the missing ones by name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Proves {
  Guarantee[] value();
}
