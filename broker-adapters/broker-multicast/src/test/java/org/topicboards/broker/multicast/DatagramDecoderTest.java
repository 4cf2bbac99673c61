package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.Reception;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** Whatever arrives: what is whole is delivered, the rest is counted, and nothing else happens. */
class DatagramDecoderTest {

  private static final long PREFIX = 0;

  private final List<Message> delivered = new ArrayList<>();
  private final Datagrams publisher = new Datagrams(42);
  private long nowNanos;
  private DatagramDecoder decoder = decoder(null);

  @Test
  void shouldDeliverWhatWasPackedTogether() {
    arrive(publisher.announcement());
    arrive(publisher.messages(10));

    assertThat(delivered).hasSize(10);
    assertThat(counts().received()).isEqualTo(10);
    assertThat(counts().lost()).isZero();
  }

  @Test
  void shouldPutALargeMessageTogether() {
    byte[] body = new byte[1_000_000];
    new Random(1).nextBytes(body);
    Message message =
        Message.from("sender")
            .header("long", "ü".repeat(20_000))
            .time(Instant.parse("0001-01-01T00:00:00.000000001Z"))
            .body(body)
            .build();

    publisher.fragments(message).forEach(this::arrive);

    assertThat(delivered).containsExactly(message);
  }

  @Test
  void shouldCountEveryMessageOfALostDatagram() {
    arrive(publisher.messages(3));
    publisher.messages(10);
    arrive(publisher.messages(2));

    assertThat(counts().received()).isEqualTo(5);
    assertThat(counts().lost()).isEqualTo(10);
  }

  @Test
  void shouldCountAMessageOnceOfWhichSeveralFragmentsAreLost() {
    arrive(publisher.messages(1));
    List<byte[]> fragments = publisher.fragments(20_000);
    for (int i = 0; i < fragments.size(); i++) {
      if (i % 3 != 1) {
        arrive(fragments.get(i));
      }
    }
    arrive(publisher.messages(1));

    assertThat(counts().received()).isEqualTo(2);
    assertThat(counts().lost()).isEqualTo(1);
    assertThat(counts().droppedIncomplete()).isEqualTo(1);
  }

  @Test
  void shouldCountALostTailWhenItIsAnnounced() {
    arrive(publisher.announcement());
    arrive(publisher.messages(1));
    publisher.messages(7);
    List<byte[]> fragments = publisher.fragments(5_000);
    arrive(fragments.get(0));
    assertThat(counts().lost()).isEqualTo(7);
    arrive(publisher.announcement());
    arrive(publisher.announcement());

    assertThat(counts().lost()).isEqualTo(8);
  }

  @Test
  void shouldCountALostHeadOfASessionThatItSawBegin() {
    arrive(publisher.announcement());
    publisher.messages(5);
    arrive(publisher.messages(1));

    assertThat(counts().lost()).isEqualTo(5);
  }

  @Test
  void shouldNotCountWhatWasBeforeItCame() {
    publisher.messages(10);
    List<byte[]> fragments = publisher.fragments(5_000);
    fragments.subList(1, fragments.size()).forEach(this::arrive); // came in the middle of it
    arrive(publisher.messages(2));

    assertThat(counts().received()).isEqualTo(2);
    assertThat(counts().lost()).isZero();
  }

  @Test
  void shouldDropWhatComesTwice() {
    byte[] messages = publisher.messages(3);
    arrive(messages);
    arrive(messages);

    assertThat(delivered).hasSize(3);
    assertThat(counts().duplicate()).isEqualTo(1);
    assertThat(counts().lost()).isZero();
  }

  @Test
  void shouldKeepTheOrderByDroppingWhatComesLate() {
    arrive(publisher.messages(1));
    byte[] late = publisher.messages(3);
    arrive(publisher.messages(1));
    arrive(late);

    assertThat(delivered).hasSize(2);
    assertThat(counts().reordered()).isEqualTo(1);
    assertThat(counts().lost()).isEqualTo(3);
  }

  @Test
  void shouldGiveUpAMessageWhoseRestDoesNotCome() {
    arrive(publisher.fragments(5_000).get(0));
    nowNanos += TimeUnit.SECONDS.toNanos(6);
    decoder.giveUpOld(nowNanos);

    assertThat(counts().droppedIncomplete()).isEqualTo(1);
    assertThat(counts().lost()).isEqualTo(1);
  }

  @Test
  void shouldTakeNothingOfADatagramThatIsCutShortOrDamagedAnywhere() {
    byte[] whole = publisher.messages(2);
    for (int length = 0; length < whole.length; length++) {
      arrive(Arrays.copyOf(whole, length));
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      arrive(damaged);
    }

    assertThat(delivered).isEmpty();
    assertThat(decoder.reception().total().corrupt()).isEqualTo(whole.length * 9L);
    arrive(whole);
    assertThat(delivered).hasSize(2);
  }

  @Test
  void shouldRefuseEveryHostileLength() {
    byte[] whole = publisher.messages(1);
    for (int offset = Frame.VERSION_OFFSET; offset < whole.length - 4; offset++) {
      for (int hostile : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[offset] = (byte) hostile;
        arrive(summed(changed));
      }
    }
    // nothing to assert but that it ends and memory holds: some of them are other valid messages
    assertThat(decoder.reception().publishers()).hasSizeLessThanOrEqualTo(Publishers.MOST);
  }

  @Test
  void shouldRefuseTheVersionsOfTheFuture() {
    byte[] datagram = publisher.messages(1);
    datagram[Frame.VERSION_OFFSET] = 2;
    arrive(summed(datagram));

    assertThat(delivered).isEmpty();
    assertThat(decoder.reception().total().corrupt()).isEqualTo(1);
  }

  @Test
  void shouldCountALetterToNoBoardAsLost() {
    byte[] datagram = publisher.messages(1);
    int board = Frame.HEADER_BYTES + Frame.RECORD_LENGTH_BYTES + 2;
    datagram[board] = '.';
    arrive(summed(datagram));

    assertThat(delivered).isEmpty();
    assertThat(counts().corrupt()).isEqualTo(1);
    assertThat(counts().lost()).isEqualTo(1);
  }

  @Test
  void shouldGiveUpAMessageWhoseFragmentsContradictEachOther() {
    List<byte[]> fragments = publisher.fragments(5_000);
    byte[] other = new Datagrams(42).fragments(9_000).get(1);
    ByteBuffer.wrap(other).putLong(Frame.DATAGRAM_NUMBER_OFFSET, 2);
    arrive(fragments.get(0));
    arrive(summed(other));
    fragments.subList(1, fragments.size()).forEach(this::arrive);

    assertThat(delivered).isEmpty();
    assertThat(counts().droppedIncomplete()).isEqualTo(1);
    assertThat(counts().lost()).isEqualTo(1);
  }

  @Test
  void shouldStayBoundedInAFloodOfHalfMessages() {
    for (int fake = 0; fake < 1_000; fake++) {
      List<byte[]> fragments = new Datagrams(1_000 + fake).fragments(2_000_000);
      fragments.subList(0, fragments.size() / 2).forEach(this::arrive);
    }

    Reception reception = decoder.reception();
    assertThat(reception.publishers()).hasSize(Publishers.MOST);
    long unfinished = 1_000 - reception.total().droppedIncomplete();
    assertThat(unfinished * 1_000_000).isLessThanOrEqualTo(Publishers.MOST_HELD_BYTES);
    assertThat(reception.total().lost()).isEqualTo(reception.total().droppedIncomplete());
    arrive(publisher.messages(3));
    publisher.fragments(2_000_000).forEach(this::arrive);
    assertThat(delivered).hasSize(4);
  }

  @Test
  void shouldKeepTheAccountOfPublishersThatItForgets() {
    for (int session = 0; session < 2 * Publishers.MOST; session++) {
      Datagrams datagrams = new Datagrams(session);
      arrive(datagrams.messages(1));
      datagrams.messages(1);
      arrive(datagrams.announcement());
    }

    assertThat(decoder.reception().publishers()).hasSize(Publishers.MOST);
    assertThat(decoder.reception().total().received()).isEqualTo(2 * Publishers.MOST);
    assertThat(decoder.reception().total().lost()).isEqualTo(2 * Publishers.MOST);
  }

  @Test
  void shouldTakeOnlyWhatIsSignedWithItsKey() {
    FrameKey key = new FrameKey("a key that nobody knows".getBytes(StandardCharsets.UTF_8));
    FrameKey otherKey = new FrameKey("a key that others know".getBytes(StandardCharsets.UTF_8));
    decoder = decoder(key);

    arrive(new Datagrams(1, PREFIX, null).messages(1));
    arrive(new Datagrams(2, PREFIX, otherKey).messages(1));
    byte[] changed = new Datagrams(3, PREFIX, key).messages(1);
    changed[Frame.SESSION_OFFSET]++;
    arrive(resummedButNotSigned(changed));
    arrive(new Datagrams(4, PREFIX, key).messages(1));

    assertThat(delivered).hasSize(1);
    assertThat(decoder.reception().total().unauthenticated()).isEqualTo(3);
    assertThat(decoder.reception().publishers()).hasSize(1);
  }

  @Test
  void shouldReadWhatIsSignedWithoutAKey() {
    arrive(new Datagrams(2, PREFIX, new FrameKey(new byte[16])).messages(1));

    assertThat(delivered).hasSize(1);
  }

  @Test
  void shouldIgnoreOtherPrefixes() {
    arrive(new Datagrams(1, 77, null).messages(5));

    assertThat(delivered).isEmpty();
    assertThat(decoder.reception().total()).isEqualTo(new Reception.Counts(0, 0, 0, 0, 0, 0, 0, 1));
  }

  @Test
  void shouldTellInOrderWhereMessagesAreMissing() {
    List<String> told = new ArrayList<>();
    decoder =
        new DatagramDecoder(
            new DatagramReader(PREFIX, null),
            List.of(BoardPattern.ALL),
            new DatagramDecoder.Sink() {
              @Override
              public void deliver(BoardName board, Message message, String from, long number) {
                told.add(from + " " + number);
              }

              @Override
              public void lost(LostMessages lost) {
                told.add(lost.publisher() + " lost " + lost.from() + " to " + lost.to());
              }
            });
    arrive(publisher.messages(1));
    publisher.messages(3);
    arrive(publisher.messages(1));
    arrive(publisher.fragments(5_000).get(0));
    decoder.giveUpOld(TimeUnit.SECONDS.toNanos(6));
    publisher.messages(2);
    arrive(publisher.announcement());

    String session = String.format("%016x", 42);
    assertThat(told)
        .containsExactly(
            session + " 1",
            session + " lost 2 to 4",
            session + " 5",
            session + " lost 6 to 6",
            session + " lost 7 to 8");
  }

  @Test
  void shouldReceiveButNotDeliverWhatWasNotAskedFor() {
    decoder =
        new DatagramDecoder(
            new DatagramReader(PREFIX, null),
            List.of(BoardPattern.of("sports.#")),
            (board, message, session, number) -> delivered.add(message));
    arrive(publisher.messages(5));

    assertThat(delivered).isEmpty();
    assertThat(counts().received()).isEqualTo(5);
  }

  private DatagramDecoder decoder(@Nullable FrameKey key) {
    return new DatagramDecoder(
        new DatagramReader(PREFIX, key),
        List.of(BoardPattern.ALL),
        (board, message, session, number) -> delivered.add(message));
  }

  private void arrive(byte[] datagram) {
    decoder.decode(datagram, 0, datagram.length, nowNanos);
  }

  /** What was counted of the publisher with the session 42. */
  private Reception.Counts counts() {
    return decoder
        .reception()
        .publishers()
        .getOrDefault(String.format("%016x", 42), Reception.Counts.NONE);
  }

  /** The datagram with a checksum that is right again. */
  private static byte[] summed(byte[] datagram) {
    return summed(datagram, datagram.length - Frame.CHECKSUM_BYTES);
  }

  private static byte[] resummedButNotSigned(byte[] datagram) {
    return summed(datagram, datagram.length - Frame.HMAC_BYTES - Frame.CHECKSUM_BYTES);
  }

  private static byte[] summed(byte[] datagram, int checksumAt) {
    CRC32C checksum = new CRC32C();
    checksum.update(datagram, 0, checksumAt);
    ByteBuffer.wrap(datagram).putInt(checksumAt, (int) checksum.getValue());
    return datagram;
  }
}
