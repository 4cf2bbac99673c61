package org.topicboards.comparison.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.comparison.results.Latencies;
import org.topicboards.comparison.transport.Candidate;
import org.topicboards.comparison.transport.Contender;

/** What is measured of a transport whose troubles are known exactly is just that. */
class TruthTest {

  private static final int RATE = 1_000;
  private static final Load LOAD =
      new Load(
          100, RATE, 1, 1, 1, Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(3));

  @TempDir static Path folder;

  private static EmbeddedBroker embedded;

  @BeforeAll
  static void start() {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder).as("guest", "guest"));
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Test
  void shouldShowADelayAsItIs() {
    Outcome plain = outcome("");
    Outcome delayed = outcome("delay=20ms");

    // the rest of a message's way takes what it takes on a busy machine
    assertThat(plain.endToEnd().getMinValue()).isLessThan(Duration.ofMillis(5).toNanos());
    assertThat(delayed.endToEnd().getMinValue())
        .isBetween(Duration.ofMillis(20).toNanos(), Duration.ofMillis(25).toNanos());
    assertThat(Latencies.millisAt(delayed.endToEnd(), 50)).isGreaterThanOrEqualTo(20);
  }

  @Test
  void shouldShowALossAsItIs() {
    Outcome outcome = outcome("lost=100");

    assertThat(outcome.counts().lossRatio()).isCloseTo(0.01, within(0.001));
    assertThat(outcome.counts().lost() + outcome.counts().received())
        .isEqualTo(outcome.counts().expected());
  }

  @Test
  void shouldShowAStallInEveryMessageThatItHeldUp() {
    Outcome outcome = outcome("stall=300ms&stallAfter=2000");

    assertThat(outcome.endToEnd().getTotalCount()).isEqualTo(3L * RATE);
    // a stall of 300 ms holds up the 300 messages that were due meanwhile, for half of it on
    // average
    assertThat(Latencies.millisAt(outcome.endToEnd(), 99.9)).isBetween(290.0, 500.0);
    assertThat(Latencies.millisAt(outcome.endToEnd(), 95)).isGreaterThan(100);
    assertThat(outcome.counts().lost()).isZero();
  }

  private static Outcome outcome(String troubles) {
    String uri = "troubled://guest:guest@127.0.0.1:%d?archive=off".formatted(embedded.port());
    Contender contender =
        Contender.ask(Candidate.parse(uri + (troubles.isEmpty() ? "" : "&" + troubles)));
    try (LoadSession session = LoadSession.open(contender, LOAD, new Unwatched())) {
      return session.measure(LOAD);
    }
  }
}
