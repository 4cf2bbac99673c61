package org.topicboards.broker.conformance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tests that every adapter must pass. A subclass is a factory for the transport:
 *
 * <pre>{@code
 * @DisplayName("Some broker")
 * class SomeBrokerConformanceTest extends BrokerConformanceKit {
 *   @Override
 *   protected BrokerFixture openFixture() {
 *     return new SomeBrokerFixture();
 *   }
 * }
 * }</pre>
 *
 * <p>Each promise is tied to a {@link org.topicboards.broker.Guarantee}. Where a transport does not
 * declare it, the same test shows that it is refused, so that the number of tests is the same
 * everywhere and none is ever skipped.
 *
 * <p>What its runs have shown becomes a column of {@code docs/guarantees.md}, under the display
 * name of the class (without a name: its own, less {@code ConformanceTest}).
 *
 * <p>Without an outage or a failing handler the kit wants every message exactly once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BrokerConformanceKit {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerConformanceKit.class);

  private BrokerFixture fixture;

  /**
   * Opens the transport for all tests of the class; the kit closes it. May throw {@link
   * org.opentest4j.TestAbortedException} where the machine has no such broker, saying why.
   */
  protected abstract BrokerFixture openFixture() throws Exception;

  @BeforeAll
  void open() throws Exception {
    fixture = openFixture();
    LOG.info("conformance of {}", fixture.description());
  }

  @AfterAll
  void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Nested
  @DisplayName("Publish and subscribe")
  class PublishAndSubscribe extends PublishAndSubscribeTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Board patterns")
  class Patterns extends PatternTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Messages")
  class Messages extends MessageTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Bounds on messages")
  class Bounds extends BoundsTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Guarantees")
  class Guarantees extends GuaranteeTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Confirms and the publisher's window")
  class Window extends WindowTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Durable subscriptions")
  class DurableSubscriptions extends DurableSubscriptionTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Reply boards and the archive's progress")
  class RepliesAndArchive extends RepliesAndArchiveTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Acknowledgement and prefetch")
  class Acknowledgement extends AcknowledgementTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Failing handlers and dead letters")
  class FailingHandlers extends FailingHandlerTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Closing")
  class Closing extends ClosingTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Lost connections")
  class Connections extends ConnectionTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }

  @Nested
  @DisplayName("Outages under traffic")
  class Outages extends OutageTests {
    @Override
    BrokerFixture fixture() {
      return fixture;
    }
  }
}
