package org.topicboards.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Random random = new Random(20261121);

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z,2026-11-21T10:00:00Z",
    "2026-11-21T10:00:00.5Z,2026-11-21T10:00:00.500Z",
    "2026-11-21T10:00:00.000000001Z,2026-11-21T10:00:00.000000001Z",
    "2026-11-21T10:00:00+01:00,2026-11-21T09:00:00Z",
    "2026-11-21T10:00:00.25-05:30,2026-11-21T15:30:00.250Z",
    "2026-11-21t10:00:00z,2026-11-21T10:00:00Z",
    "2024-02-29T00:00:00Z,2024-02-29T00:00:00Z"
  })
  void shouldRead(String text, Instant time) {
    assertThat(Rfc3339.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "now",
        "2026-11-21",
        "2026-11-21T10:00:00",
        "2026-11-21 10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T10:60:00Z",
        "2026-11-21T10:00:60Z",
        "2026-11-21T10:00:00.1234567890Z",
        "2026-11-21T10:00:00.-1Z",
        "0000-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٦-11-21T10:00:00Z",
        "2026-11-21T10:00:00Z\n"
      })
  void shouldReadNoTimeOutOfOtherText(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
  }

  @Test
  void shouldReadBackWhatItWritesToTheNanosecond() {
    for (int i = 0; i < 20_000; i++) {
      Instant time = anyTime();

      assertThat(Rfc3339.parse(Rfc3339.format(time))).contains(time);
    }
    assertThat(Rfc3339.parse(Rfc3339.format(FIRST))).contains(FIRST);
    assertThat(Rfc3339.parse(Rfc3339.format(LAST))).contains(LAST);
  }

  @Test
  void shouldWriteAsTheGeneralFormatter() {
    for (int i = 0; i < 20_000; i++) {
      Instant time = anyTime();

      assertThat(Rfc3339.format(time)).isEqualTo(time.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00Z",
        "1582-10-15T00:00:00.100Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.000001Z",
        "2026-11-21T10:00:00.000000001Z",
        "9999-12-31T23:59:59.999999999Z",
        "-0001-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z"
      })
  void shouldWriteTheEdgesOfTheCalendar(String text) {
    assertThat(Rfc3339.format(Instant.parse(text))).isEqualTo(text);
  }

  @Test
  void shouldReadAnyOffset() {
    for (int i = 0; i < 20_000; i++) {
      OffsetDateTime time =
          anyTime().atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(36 * 60) - 18 * 60)));

      assertThat(Rfc3339.parse(time.toString())).isEqualTo(byGeneralParser(time.toString()));
    }
  }

  @Test
  void shouldAgreeWithTheGeneralParserOnDamagedText() {
    int times = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(Rfc3339.format(anyTime()));
      for (int damages = 1 + random.nextInt(2); damages > 0; damages--) {
        damage(text);
      }

      Optional<Instant> parsed = Rfc3339.parse(text.toString());

      assertThat(parsed).as("'%s'", text).isEqualTo(byGeneralParser(text.toString()));
      times += parsed.isPresent() ? 1 : 0;
    }
    assertThat(times).as("both answers are common").isBetween(10_000, 190_000);
  }

  @Test
  void shouldNeverThrow() {
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }

      assertThat(Rfc3339.parse(text.append(random.nextBoolean() ? "Z" : "").toString())).isEmpty();
    }
  }

  @Test
  void shouldTellWhichTimesItCanWrite() {
    assertThat(Rfc3339.canWrite(FIRST)).isTrue();
    assertThat(Rfc3339.canWrite(LAST)).isTrue();
    assertThat(Rfc3339.canWrite(FIRST.minusNanos(1))).isFalse();
    assertThat(Rfc3339.canWrite(LAST.plusNanos(1))).isFalse();
  }

  private void damage(StringBuilder text) {
    String alphabet = "0123456789-:.TZtz+ ";
    int at = random.nextInt(text.length());
    char c = alphabet.charAt(random.nextInt(alphabet.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, c);
      default -> text.setCharAt(at, c);
    }
  }

  private Instant anyTime() {
    long second = random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond() + 1);
    int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
    int unit = units[random.nextInt(units.length)];
    return Instant.ofEpochSecond(second, random.nextLong(1_000_000_000L) / unit * unit);
  }

  private static Optional<Instant> byGeneralParser(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
