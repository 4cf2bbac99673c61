package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.conformance.BrokerConformanceKit;
import org.topicboards.broker.conformance.BrokerFixture;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;

/** The kit itself: green on an honest adapter, red on each that breaks a promise on purpose. */
class ConformanceKitTest {

  private static final String ROW =
      "PublishAndSubscribe#shouldDeliverAllOfTenThousandMessagesOnceAndInOrder";
  private static final String NO_ACKNOWLEDGEMENT =
      "Acknowledgement#shouldDeliverAgainWhatWasNotAcknowledged";
  private static final String IN_HAND =
      "Acknowledgement#shouldDeliverAgainWhatWasInHandWhenTheBrokerWasClosed";
  private static final String CONFIRM = "Window#shouldCompleteAPublishOnlyOnceTheBrokerHasAnswered";

  @Test
  void shouldPassAnAdapterThatKeepsItsPromises() {
    Events tests = run(Honest.class, ROW, NO_ACKNOWLEDGEMENT, IN_HAND, CONFIRM);

    tests.assertStatistics(statistics -> statistics.started(4).succeeded(4));
  }

  @Test
  void shouldFailAnAdapterThatDropsMessages() {
    assertRed(Dropping.class, "deliveries so far", ROW);
  }

  @Test
  void shouldFailAnAdapterThatDuplicatesMessages() {
    assertRed(Duplicating.class, "repeated", ROW);
  }

  @Test
  void shouldFailAnAdapterThatReordersMessages() {
    assertRed(Reordering.class, "out of order", ROW);
  }

  @Test
  void shouldFailAnAdapterThatAcknowledgesEarly() {
    assertRed(AcknowledgingEarly.class, "deliveries so far", NO_ACKNOWLEDGEMENT, IN_HAND);
  }

  @Test
  void shouldFailAnAdapterThatConfirmsEarly() {
    assertRed(ConfirmingEarly.class, "not to be done", CONFIRM);
  }

  @Test
  void shouldPassATransportThatRefusesWhatItDoesNotPromise() {
    Events tests = run(Weak.class, ROW, NO_ACKNOWLEDGEMENT, CONFIRM, "Guarantees#");

    tests.assertStatistics(statistics -> statistics.failed(0).skipped(0));
    assertThat(tests.succeeded().count()).isGreaterThan(Guarantee.values().length);
  }

  @Test
  void shouldFailATransportThatAcceptsWhatItDoesNotPromise() {
    assertRed(Lax.class, "Expecting code to raise a throwable", NO_ACKNOWLEDGEMENT, IN_HAND);
  }

  @Test
  void shouldAddWhatSomeOfTheTestsShowToAnEarlierRun(@TempDir Path results) throws Exception {
    String name = "ConformanceKitTest$Honest.conformance";
    Path recorded =
        Files.writeString(results.resolve(name), "the transport\nPart: another test\tpassed\n");

    EngineTestKit.engine("junit-jupiter")
        .configurationParameter("org.topicboards.conformance.results", results.toString())
        .selectors(
            selectNestedMethod(
                List.of(Honest.class.getName()),
                BrokerConformanceKit.class.getName() + "$Guarantees",
                "shouldRefuseAnUnknownParameterByName"))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(1));

    assertThat(Files.readAllLines(recorded))
        .contains("Part: another test\tpassed")
        .anyMatch(line -> line.endsWith(": refuse an unknown parameter by name\tpassed"));
  }

  /** Asserts that each of the tests ran, and failed for this reason. */
  private static void assertRed(
      Class<? extends BrokerConformanceKit> kit, String reason, String... tests) {
    Events events = run(kit, tests);

    events.assertStatistics(statistics -> statistics.started(tests.length).failed(tests.length));
    assertThat(events.failed().stream().map(ConformanceKitTest::failure))
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining(reason));
  }

  private static Throwable failure(Event failed) {
    return failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }

  private static Events run(Class<? extends BrokerConformanceKit> kit, String... tests) {
    EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter");
    for (String test : tests) {
      int separator = test.indexOf('#');
      String nested = BrokerConformanceKit.class.getName() + "$" + test.substring(0, separator);
      String method = test.substring(separator + 1);
      List<String> enclosing = List.of(kit.getName());
      engine.selectors(
          method.isEmpty()
              ? selectNestedClass(enclosing, nested)
              : selectNestedMethod(enclosing, nested, method));
    }
    return engine.execute().testEvents();
  }

  /** The kit on the embedded broker, with something between it and the adapter. */
  abstract static class SelfTest extends BrokerConformanceKit {

    /** What misbehaves is waited for in vain. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    @TempDir static Path folder;

    private final Misbehaviour misbehaviour;

    SelfTest(Misbehaviour misbehaviour) {
      this.misbehaviour = misbehaviour;
    }

    String scheme() {
      return "amqp";
    }

    @Override
    protected BrokerFixture openFixture() {
      EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder));
      return new AmqpFixture("an adapter with misbehaviour " + misbehaviour, broker.uri()) {
        @Override
        public BrokerUri uri(String prefix) {
          return BrokerUri.parse(address.uri(scheme()) + "?prefix=" + prefix);
        }

        @Override
        public Broker connect(BrokerUri uri, ConnectOptions options) {
          return new MisbehavingBroker(super.connect(uri, options), misbehaviour);
        }

        @Override
        public Duration patience() {
          return misbehaviour == Misbehaviour.NONE ? DEFAULT_PATIENCE : SHORT_PATIENCE;
        }

        @Override
        public void close() {
          broker.close();
        }
      };
    }
  }

  static class Honest extends SelfTest {
    Honest() {
      super(Misbehaviour.NONE);
    }
  }

  static class Dropping extends SelfTest {
    Dropping() {
      super(Misbehaviour.DROPS);
    }
  }

  static class Duplicating extends SelfTest {
    Duplicating() {
      super(Misbehaviour.DUPLICATES);
    }
  }

  static class Reordering extends SelfTest {
    Reordering() {
      super(Misbehaviour.REORDERS);
    }
  }

  static class AcknowledgingEarly extends SelfTest {
    AcknowledgingEarly() {
      super(Misbehaviour.ACKNOWLEDGES_EARLY);
    }
  }

  static class ConfirmingEarly extends SelfTest {
    ConfirmingEarly() {
      super(Misbehaviour.CONFIRMS_EARLY);
    }
  }

  static class Weak extends SelfTest {
    Weak() {
      super(Misbehaviour.NONE);
    }

    @Override
    String scheme() {
      return WeakBrokerProvider.STRICT;
    }
  }

  static class Lax extends SelfTest {
    Lax() {
      super(Misbehaviour.NONE);
    }

    @Override
    String scheme() {
      return WeakBrokerProvider.LAX;
    }
  }
}
