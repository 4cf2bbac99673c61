package org.topicboards.service.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.relay.Sighting.Side;

class LedgerTest {

  private static final String RELAY = "a->b";
  private static final BoardName NEWS = BoardName.of("news");
  private static final long EVER = Long.MAX_VALUE;

  @TempDir private Path folder;

  private final Fingerprints fingerprints = new Fingerprints();
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(folder.resolve("relays.db"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void shouldFindBothSidesTheSameInWhateverOrder() {
    List<Sighting> taken = sightings(1_000);
    List<Sighting> arrived = new ArrayList<>(taken);
    Collections.reverse(arrived);
    ledger.book(RELAY, Side.ARRIVED, arrived.subList(0, 300));
    ledger.book(RELAY, Side.TAKEN, taken);
    ledger.book(RELAY, Side.ARRIVED, arrived.subList(300, 1_000));

    Tally tally = tally();
    assertThat(tally.taken()).isEqualTo(1_000).isEqualTo(tally.arrived());
    assertThat(tally.takenDigest()).isNotZero().isEqualTo(tally.arrivedDigest());
    assertThat(ledger.differing(RELAY, EVER)).isEmpty();
  }

  @Test
  void shouldCountOnceWhatIsBookedAgainAfterACrash() {
    List<Sighting> sightings = sightings(10);
    ledger.book(RELAY, Side.TAKEN, sightings);
    ledger.book(RELAY, Side.ARRIVED, sightings);
    Tally before = tally();
    ledger.close();

    open();
    ledger.book(RELAY, Side.TAKEN, sightings);
    ledger.book(RELAY, Side.ARRIVED, sightings);

    Tally after = tally();
    assertThat(after.repeated()).isEqualTo(10);
    assertThat(after).usingRecursiveComparison().ignoringFields("repeated").isEqualTo(before);
    assertThat(ledger.differing(RELAY, EVER)).isEmpty();
  }

  @Test
  void shouldNameEachKindOfDifference() {
    Message message = message("one", "body");
    Sighting lost = fingerprints.of(NEWS, message("lost", "body"));
    Sighting invented = fingerprints.of(NEWS, message("invented", "body"));
    Sighting altered = fingerprints.of(NEWS, message.toBuilder().header("x", "y").build());
    ledger.book(RELAY, Side.TAKEN, List.of(fingerprints.of(NEWS, message), lost));
    ledger.book(RELAY, Side.ARRIVED, List.of(altered, invented));

    assertThat(ledger.differing(RELAY, EVER)).containsEntry("news", 3L).hasSize(1);
    assertThat(ledger.differences(RELAY, EVER))
        .containsExactlyInAnyOrder(
            "message lost from alice on news was taken but has not arrived",
            "message one from alice on news has arrived with another content",
            "message invented from alice on news has arrived but was never taken");
    assertThat(ledger.differing("b->a", EVER)).isEmpty();
    assertThat(ledger.differing(RELAY, System.currentTimeMillis() - 60_000)).isEmpty();
  }

  @Test
  void shouldNoticeWhatArrivesAgainWithAnotherContent() {
    Message message = message("one", "body");
    ledger.book(RELAY, Side.TAKEN, List.of(fingerprints.of(NEWS, message)));
    ledger.book(RELAY, Side.ARRIVED, List.of(fingerprints.of(NEWS, message)));
    Message forged = message("one", "forged");
    ledger.book(RELAY, Side.ARRIVED, List.of(fingerprints.of(NEWS, forged)));

    assertThat(ledger.differing(RELAY, EVER)).containsEntry("news", 1L);
  }

  @Test
  void shouldForgetOnlyWhatIsTheSameOnBothSides() {
    List<Sighting> sightings = sightings(100);
    ledger.book(RELAY, Side.TAKEN, sightings);
    ledger.book(RELAY, Side.ARRIVED, sightings.subList(1, 100));
    Tally tally = tally();

    assertThat(ledger.forget(ledger.lastNumber())).isFalse();

    assertThat(ledger.tallies(RELAY)).containsEntry("news", tally);
    assertThat(ledger.differing(RELAY, EVER)).containsEntry("news", 1L);
    ledger.book(RELAY, Side.ARRIVED, sightings.subList(0, 1));
    assertThat(ledger.differing(RELAY, EVER)).isEmpty();
  }

  @Test
  void shouldTellMessagesApartByAllThatTheyHaveButTheirHops() {
    Message message =
        message("one", "body").toBuilder().extension("a", "b").header("c", "d").build();
    long content = fingerprints.of(NEWS, message).content();

    assertThat(fingerprints.of(NEWS, new Hops(List.of("a")).on(message)).content())
        .isEqualTo(content);
    assertThat(
            List.of(
                message.toBuilder().type("other").build(),
                message.toBuilder().contentType("text/plain").build(),
                message.toBuilder().extension("a", "c").build(),
                message.toBuilder().header("c", "e").build(),
                message.toBuilder().header("cd", "").build(),
                message.toBuilder().time(message.time().plusNanos(1)).build(),
                message.toBuilder().body(new byte[0]).build()))
        .allSatisfy(
            other -> assertThat(fingerprints.of(NEWS, other).content()).isNotEqualTo(content));
    assertThat(fingerprints.of(BoardName.of("other"), message).content()).isNotEqualTo(content);
  }

  @Test
  void shouldSayWhichFileItCannotOpen() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "no database ".repeat(1_000));

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> Ledger.open(file))
        .withMessageContaining("the books of the relays in " + file);
  }

  private Tally tally() {
    return ledger.tallies(RELAY).getOrDefault("news", Tally.NOTHING);
  }

  private List<Sighting> sightings(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> fingerprints.of(NEWS, message("id-" + i, "body " + i)))
        .toList();
  }

  private static Message message(String id, String body) {
    return Message.from("alice")
        .id(id)
        .time(java.time.Instant.EPOCH)
        .body(body.getBytes(UTF_8))
        .build();
  }
}
