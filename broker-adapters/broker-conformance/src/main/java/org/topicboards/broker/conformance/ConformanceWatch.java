package org.topicboards.broker.conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Tells the {@link ConformanceRun} how its tests end. */
final class ConformanceWatch implements TestWatcher {

  @Override
  public void testSuccessful(ExtensionContext test) {
    ConformanceRun.of(test).ended(test, "passed");
  }

  @Override
  public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
    ConformanceRun.of(test).failed(test);
  }
}
