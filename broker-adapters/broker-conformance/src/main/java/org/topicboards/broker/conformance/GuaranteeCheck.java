package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.message.SubscriptionName;

/** Runs a test where the transport declares what it {@link Proves}, else proves the refusal. */
final class GuaranteeCheck implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    runOrProveRefusal(invocation, extensionContext);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    runOrProveRefusal(invocation, extensionContext);
  }

  private static void runOrProveRefusal(Invocation<Void> invocation, ExtensionContext context)
      throws Throwable {
    ConformancePart part = (ConformancePart) context.getRequiredTestInstance();
    ConformanceRun run = ConformanceRun.of(context);
    run.declares(part.declaredGuarantees());
    Set<Guarantee> missing = KitTest.provenBy(context.getRequiredTestMethod());
    missing.removeAll(part.declaredGuarantees());
    if (missing.isEmpty()) {
      invocation.proceed();
    } else {
      invocation.skip();
      missing.forEach(guarantee -> proveRefusal(part, guarantee));
      run.ended(context, "refused");
    }
  }

  private static void proveRefusal(ConformancePart part, Guarantee guarantee) {
    part.assertRefusedUpFront(guarantee);
    if (guarantee == Guarantee.DURABLE_SUBSCRIPTION) {
      Broker broker = part.connect();
      SubscriptionName name = SubscriptionName.of("refused");
      assertThatExceptionOfType(GuaranteeNotMetException.class)
          .isThrownBy(() -> broker.subscribe(part.durable(name, "#"), delivery -> {}));
    }
  }
}
