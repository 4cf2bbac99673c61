package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;

@DisplayName("subscriber, called wrongly or without a broker")
class SubscriberUsageTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "--as alice                         | name the boards",
        "--board a b                        | Unmatched argument",
        "--board a/b                        | 'a/b' is no board pattern",
        "--board a.*b                       | 'a.*b' is no board pattern",
        "--board .a                         | '.a' is no board pattern",
        "--board a,,b                       | '' is no board pattern",
        "--board a --as x/y                 | 'x/y' is no subscription name",
        "--board a --as _archive            | '_archive' is reserved",
        "--board a --count 0                | --count must be 1 or more",
        "--board a --count many             | 'many'",
        "--board a --timeout soon           | 'soon' is not a duration",
        "--board a --json --raw             | exclude each other",
        "--board a --json --format x        | exclude each other",
        "--board a --raw -0                 | --null goes with",
        "--board a --format {x}             | there is no {x}",
        "--board a --last 1 --all           | exclude each other",
        "--board a --last -1                | --last must be 0 or more, not -1",
        "--board a --from -1                | a board has no sequence -1",
        "--board a --from 0                 | sequences are counted from 1",
        "--board a --from 99999999999999999999 | 99999999999999999999",
        "--board a --last many              | 'many'",
        "--board a.* --from 1               | a sequence is a place on one board",
        "--board a,b --all --until 7        | a sequence is a place on one board",
        "--board a --since soon             | 'soon' is neither a duration nor a time",
        "--board a --since 2h30             | '2h30' is neither a duration nor a time",
        "--board a --since 999999999999d    | --since '999999999999d' is too long",
        "--board a --since 999999999999999d | --since '999999999999999d' is too long (at most 36500d)",
        "--board a --since 2999-01-01T00:00:00Z | --since 2999-01-01T00:00:00Z is still to come",
        "--board a --all --until soon       | 'soon' is neither a duration, a time nor a sequence",
        "--board a --all --until 2h30       | 2026-11-21T10:00:00Z, or 17)",
        "--board a --all --until 0          | --until 0 has nothing before it",
        "--board a --all --until 9999999999999999999 | is too large for a sequence",
        "--board a --from 10 --until 5      | --from 10 comes after --until 5",
        "--board a --since 1h --until 2h    | --since 1h comes after --until 2h",
        "--board a --since 2026-11-21T10:00:00Z --until 2026-11-21T09:00:00Z | --until 2026-11-21T09:00:00Z: nothing lies between",
        "--board a --all --until 2999-01-01T00:00:00Z | is still to come",
        "--board a --until 1h               | --until goes with history",
        "--board a --replay-rate 1          | --replay-rate goes with history",
        "--board a --as x --no-wait         | --no-wait goes with history",
        "--board a --all --replay-rate 0    | --replay-rate must be",
        "--board a --all --replay-rate -1   | --replay-rate must be",
        "--board a --all --replay-rate fast | --replay-rate must be",
        "--board a --all --replay-rate 99999999999999 | below 1000000000, not '99999999999999'",
        "--board a --id x --until 1h        | leave out --until",
        "--board a --as x --all --exit-at-end | leave out --as, or --exit-at-end",
        "--board a --as x --id y            | leave out --as, or --id",
        "--board a --as x --all --until 1h --exit-at-end | or --exit-at-end and --until",
        "--board a --all --no-wait          | name the subscription with --as",
        "--board a --as x --all --no-wait --count 1 | --no-wait shows nothing",
        "--board a --as x --all --no-wait --replay-rate 1 | --no-wait shows nothing",
        "boards --timeout soon              | 'soon' is not a duration",
        "remove                             | name the subscription with --as",
        "remove --as _archive               | '_archive' is reserved",
        "remove --as a.                     | 'a.' is no subscription name",
        "remove --as a --timeout soon       | 'soon' is not a duration",
      })
  void shouldSayInOneLineHowToCallIt(String arguments, String hint) {
    CommandRun run = subscriber(arguments.split(" +"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("subscriber: ").contains(hint).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--from 5 --until 5",
        "--since 2h --until 1h",
        "--since 2h --until 5",
        "--from 5 --until 1h",
        "--last 0 --until 1",
      })
  void shouldTakeARangeThatMayHoldSomething(String range) {
    CommandRun run = subscriber(("--board a " + range).split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
  }

  @Test
  void shouldShowExamplesThatCanBeCopied() {
    List<String> examples = subscriber("--help").examples();

    assertThat(examples).isNotEmpty().allMatch(line -> line.startsWith("  "), "is not broken");
  }

  @Test
  void shouldSayThatNobodyListens() {
    for (String[] args :
        new String[][] {
          {"--board", "a"},
          {"--board", "a", "--last", "10"},
          {"boards"},
          {"remove", "--as", "alice"},
          {"remove", "--as", "alice", "--timeout", "5s"},
          {"--as", "alice", "remove"},
        }) {
      CommandRun run = subscriber(args);

      assertThat(run.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
      assertThat(run.err()).contains("127.0.0.1:1").hasLineCount(1);
    }
  }

  @Test
  void shouldTakeTheBrokerBeforeOrAfterRemove() {
    Map<String, String> environment = Map.of("BOARD_BROKER", "amqp://127.0.0.1:1");
    for (String[] args :
        new String[][] {
          {"--broker", "amqp://127.0.0.1:2", "remove", "--as", "alice"},
          {"remove", "--as", "alice", "--broker", "amqp://127.0.0.1:2"},
        }) {
      CommandRun run = CommandRun.in(environment).run(SubscriberCommand::new, args);

      assertThat(run.err()).contains("127.0.0.1:2").hasLineCount(1);
    }
  }

  @Test
  void shouldShowWhatABrokerGuarantees() {
    for (String[] args :
        new String[][] {
          {"capabilities", "--json"},
          {"--broker", "amqp://127.0.0.1:1", "capabilities", "--json"},
        }) {
      CommandRun run = subscriber(args);

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("{\"broker\":\"amqp://127.0.0.1:1\",").hasLineCount(1);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void shouldRefuseANameWhereNothingWaits() {
    String multicast = "udp://239.255.0.1:53124?interface=127.0.0.1";
    for (String[] args :
        new String[][] {
          {"--broker", multicast + "&repair=off", "--board", "a", "--as", "alice"},
          {"--broker", multicast, "--board", "a", "--as", "alice", "--all", "--no-wait"},
          {"--broker", multicast + "&repair=off", "remove", "--as", "alice"},
        }) {
      CommandRun run = subscriber(args);
      boolean isAsking = List.of(args).contains("--no-wait");

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err())
          .startsWith("subscriber: " + (isAsking ? "--no-wait" : "--as alice") + ": ")
          .contains("udp:// does not guarantee DURABLE_SUBSCRIPTION")
          .contains(isAsking ? ": leave it out, and stay" : ": leave out --as, or repair=off")
          .hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
  }

  private static CommandRun subscriber(String... args) {
    return CommandRun.in(Map.of("BOARD_BROKER", "amqp://127.0.0.1:1"))
        .run(SubscriberCommand::new, args);
  }
}
