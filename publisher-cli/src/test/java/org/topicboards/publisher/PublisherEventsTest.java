package org.topicboards.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;

@DisplayName("publisher --json, on the embedded broker")
class PublisherEventsTest extends PublisherScene {

  @Test
  void shouldPostEventsToTheirOwnBoards() {
    String events = event("1", "\"board\":\"a\"") + "\n" + event("2", "\"board\":\"b.c\"");
    succeeded(publisher(events).run(PublisherCommand::new, "--json"));

    awaitReceived(2);
    assertThat(received)
        .extracting(delivery -> delivery.board().value())
        .containsExactly("a", "b.c");
    assertThat(received).extracting(delivery -> delivery.message().id()).containsExactly("1", "2");
  }

  @Test
  void shouldPostEventsToTheBoardThatIsNamed() {
    String events = event("1", "\"board\":\"_dead.alice\"") + "\r\n\n" + event("2", "\"x\":\"y\"");
    succeeded(publisher(events).run(PublisherCommand::new, "--json", "--board=again"));

    awaitReceived(2);
    assertThat(received).extracting(delivery -> delivery.board().value()).containsOnly("again");
  }

  @Test
  void shouldNameTheLineThatIsNoEvent() {
    CommandRun run =
        publisher(event("1", "\"board\":\"a\"") + "\nhello\n").run(PublisherCommand::new, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("publisher: line 2: it is no JSON: ")
        .endsWith("(1 confirmed)\n")
        .hasLineCount(1);
  }

  @Test
  void shouldSayThatALineEndsTooEarly() {
    CommandRun run = publisher("{\"id\":").run(PublisherCommand::new, "--json");

    assertThat(run.err())
        .startsWith("publisher: line 1: it is no JSON: the line ends too early (column ");
  }

  @Test
  void shouldRefuseAnEventForAReservedBoardOrNone() {
    assertThat(publisher(event("1", "\"board\":\"_x\"")).run(PublisherCommand::new, "--json").err())
        .startsWith("publisher: line 1: board '_x' is reserved");
    assertThat(publisher(event("1", "\"x\":\"y\"")).run(PublisherCommand::new, "--json").err())
        .startsWith("publisher: line 1: it names no board");
  }

  private static String event(String id, String members) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + id
        + "\",\"source\":\"s\",\"type\":\"t\","
        + members
        + "}";
  }
}
