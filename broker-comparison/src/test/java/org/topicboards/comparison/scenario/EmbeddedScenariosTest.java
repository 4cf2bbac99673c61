package org.topicboards.comparison.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.DurabilityClass;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.comparison.transport.EmbeddedBrokers;

/** The scenarios on the brokers that need no installation. */
class EmbeddedScenariosTest {

  private static final Plan PLAN = Profile.QUICK.plan().completedBy(Profile.STANDARD.plan());
  private static final Observer UNWATCHED =
      new Observer() {
        @Override
        public boolean isStopped() {
          return false;
        }

        @Override
        public void progress(double ratePerSecond, long waiting) {
          // nobody looks on
        }
      };

  @TempDir static Path folder;

  private static EmbeddedBrokers embedded;
  private static Map<String, Contender> contenders;

  @BeforeAll
  static void start() throws IOException {
    embedded = EmbeddedBrokers.start(folder);
    contenders =
        embedded.candidates().stream()
            .map(Contender::ask)
            .collect(Collectors.toMap(Contender::name, Function.identity()));
  }

  @AfterAll
  static void stop() throws IOException {
    embedded.close();
  }

  @Test
  void shouldPromiseTheSameOnBothBrokers() {
    assertThat(contender("amqp").entry().durability()).isEqualTo(DurabilityClass.FSYNC);
    assertThat(contender("kafka").entry().durability()).isEqualTo(DurabilityClass.FSYNC);
    assertThat(contender("kafka").entry().durabilityReason()).startsWith("read: ");
    assertThat(contender("udp").entry().durability()).isEqualTo(DurabilityClass.UNCONFIRMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp", "kafka"})
  void shouldLoseNothingWhenTheBrokerIsKilled(String name) {
    Scenario restart = new Restart();
    Workload workload = restart.workloads(PLAN).get(0);

    Run run = restart.run(contender(name), workload, PLAN, List.of(), UNWATCHED);

    assertThat(run.verdict()).as("%s", run.remark()).isEqualTo(Verdict.OK);
    assertThat(run.counts().lost()).isZero();
    assertThat(run.counts().received()).isEqualTo(run.counts().sent()).isGreaterThan(9_000);
    // a broker's JVM takes a second to start at the very least
    assertThat(run.figures().get(Metric.RECOVERY)).isBetween(500.0, 60_000.0);
    assertThat(run.figures().get(Metric.LATENCY_MAX))
        .isGreaterThanOrEqualTo(Objects.requireNonNull(run.figures().get(Metric.RECOVERY)) * 0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp", "kafka", "udp"})
  void shouldGiveEverythingToEverySubscriber(String name) {
    Scenario fanOut = new FanOut();
    Workload five = fanOut.workloads(PLAN).get(1);

    Run run = fanOut.run(contender(name), five, PLAN, List.of(), UNWATCHED);

    assertThat(run.workload().label()).isEqualTo("5 subscribers");
    assertThat(run.counts().expected()).isEqualTo(5 * run.counts().confirmed());
    assertThat(run.counts().received() + run.counts().lost()).isEqualTo(run.counts().expected());
    assertThat(run.counts().received()).isGreaterThan(5 * 300);
  }

  @Test
  void shouldBlameTheSenderWhereThereIsNoBroker() {
    Scenario latency = new Latency();
    Plan tooFast = PLAN.with(1, 5_000_000.0, 100, true);

    Run run =
        latency.run(
            contender("udp"), latency.workloads(tooFast).get(0), tooFast, List.of(), UNWATCHED);

    assertThat(run.verdict()).isEqualTo(Verdict.GENERATOR_LIMITED);
    assertThat(run.remark()).contains("the sender was the limit").contains("no broker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp", "kafka"})
  void shouldFindARateThatIsKeptUpWithoutTheAdapterToo(String name) {
    Scenario throughput = new Throughput();
    Workload workload = throughput.workloads(PLAN).get(0);
    Contender bare = Objects.requireNonNull(contender(name).withoutAdapter());

    for (Contender contender : List.of(contender(name), bare)) {
      Run run = throughput.run(contender, workload, PLAN, List.of(), UNWATCHED);

      assertThat(run.verdict().isComparable()).as("%s", run.remark()).isTrue();
      assertThat(run.figures().get(Metric.SUSTAINABLE_RATE)).isPositive();
      assertThat(run.counts().lost()).isZero();
      // The system counts in hundredths of a second, which a slow machine's rate may not fill.
      assertThat(run.figures().get(Metric.BROKER_CPU)).isNotNull().isNotNegative();
      assertThat(run.figures().get(Metric.BYTES_TO_BROKER)).isGreaterThan(100);
    }
  }

  private static Contender contender(String name) {
    return Objects.requireNonNull(contenders.get(name));
  }
}
