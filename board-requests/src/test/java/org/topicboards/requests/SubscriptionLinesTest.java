package org.topicboards.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.SubscriptionSummary.State;

class SubscriptionLinesTest {

  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final List<BoardPattern> PATTERNS =
      List.of(BoardPattern.of("news.#"), BoardPattern.of("sports"));
  private static final Instant SEEN = Instant.parse("2026-11-21T16:00:00.123456789Z");
  private static final Instant EXPIRES = Instant.parse("2026-12-21T16:00:00Z");

  static Stream<SubscriptionSummary> subscriptions() {
    return Stream.of(
        new SubscriptionSummary(
            ALICE, "rabbit", PATTERNS, new State.Present(7, 2), SEEN, EXPIRES, true),
        new SubscriptionSummary(ALICE, "field", PATTERNS, new State.Kept(7), SEEN, null, false),
        new SubscriptionSummary(ALICE, "rabbit", PATTERNS, new State.Gone(), SEEN, null, false),
        new SubscriptionSummary(ALICE, "rabbit", PATTERNS, null, SEEN, EXPIRES, false));
  }

  @ParameterizedTest
  @MethodSource("subscriptions")
  void shouldReadWhatItWrote(SubscriptionSummary subscription) {
    String line = SubscriptionLines.write(subscription);

    assertThat(line).doesNotContain("\n");
    assertThat(SubscriptionLines.read(line.getBytes(UTF_8))).isEqualTo(subscription);
  }

  @Test
  void shouldPassOverMembersThatItDoesNotKnow() {
    String line =
        "{\"subscription\":\"alice\",\"broker\":\"b\",\"patterns\":[\"news\"],\"waiting\":1,"
            + "\"attached\":0,\"lastseen\":\"2026-11-21T16:00:00Z\",\"colour\":\"red\"}";

    assertThat(SubscriptionLines.read(line.getBytes(UTF_8)).state())
        .isEqualTo(new State.Present(1, 0));
  }
}
