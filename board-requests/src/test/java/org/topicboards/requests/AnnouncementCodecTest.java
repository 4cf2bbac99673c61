package org.topicboards.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

class AnnouncementCodecTest {

  private static final SubscriptionName ALICE = SubscriptionName.of("alice.home");

  static Stream<Announcement> announcements() {
    return Stream.of(
        new Announcement.Attached(
            ALICE, List.of(BoardPattern.of("news.#"), BoardPattern.of("_dead.bob"))),
        new Announcement.Removed(ALICE));
  }

  @ParameterizedTest
  @MethodSource("announcements")
  void shouldReadWhatItWrote(Announcement announcement) {
    Message message = AnnouncementCodec.write(announcement, "subscriber");

    assertThat(message.source()).isEqualTo("subscriber");
    assertThat(message.extensions()).containsEntry("partitionkey", "alice.home");
    assertThat(AnnouncementCodec.read(message)).isEqualTo(announcement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "attached | {}                                       | 'name'",
        "attached | []                                       | no JSON object",
        "attached | {'name':'alice'}                         | 'patterns'",
        "attached | {'name':'alice','patterns':[]}           | at least one pattern",
        "attached | {'name':'alice','patterns':['a b']}      | 'a b'",
        "attached | {'name':'_archive','patterns':['news']}  | '_archive' is reserved",
        "removed  | {'name':'not ok'}                        | 'not ok'",
        "renamed  | {'name':'alice'}                         | no announcement",
      })
  void shouldRefuseWhatIsNoAnnouncement(String type, String json, String named) {
    Message message =
        Message.from("somebody")
            .type("org.topicboards.subscription." + type)
            .body(json.replace('\'', '"').getBytes(UTF_8))
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnnouncementCodec.read(message))
        .withMessageContaining(named)
        .withMessageNotContaining("\n");
  }
}
