package org.topicboards.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1408,1408",
    "1k,1024",
    "64K,65536",
    "16m,16777216",
    "16MiB,16777216",
    "16mb,16777216",
    "2g,2147483648",
    "512B,512",
    "999999999999,999999999999",
    "8589934591g,9223372035781033984"
  })
  void shouldRead(String text, long bytes) {
    assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m",
        "-1",
        "+1",
        "1.5m",
        "1 m",
        " 1m",
        "1m ",
        "1t",
        "1kk",
        "0x10",
        "1e3",
        "٥",
        "1m\n",
        "1000000000000"
      })
  void shouldRefuse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSizes.parse(text))
        .withMessageContaining("is not a size (write a number of bytes, or with k, m or g")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8589934592g", "17179869184g", "17179869185g", "999999999999g"})
  void shouldRefuseWhatDoesNotFitRatherThanWrapAround(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSizes.parse(text))
        .withMessage("'" + text + "' is more bytes than can be counted");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1023,1023 B",
    "1024,1 KiB",
    "65536,64 KiB",
    "1572864,1.5 MiB",
    "1048577,1 MiB",
    "3221225472,3 GiB",
    "9223372036854775807,8388608 TiB"
  })
  void shouldWriteForPeople(long bytes, String text) {
    assertThat(ByteSizes.format(bytes)).isEqualTo(text);
  }

  @Test
  void shouldReadBackEveryNumberWithEveryUnit() {
    Random random = new Random(4);
    String[] units = {"", "k", "m", "g"};
    for (int i = 0; i < 10_000; i++) {
      int unit = random.nextInt(units.length);
      long number = random.nextInt(Integer.MAX_VALUE);

      assertThat(ByteSizes.parse(number + units[unit]))
          .isEqualTo(Math.multiplyExact(number, (long) Math.pow(1024, unit)));
    }
  }
}
