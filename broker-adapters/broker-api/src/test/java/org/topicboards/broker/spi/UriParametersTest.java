package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;

class UriParametersTest {

  @Test
  void shouldReadEveryType() {
    UriParameters parameters = of("prefix=t1&window=7&max-body=4m&timeout=5s&queue=quorum");

    assertThat(parameters.text("prefix")).contains("t1");
    assertThat(parameters.number("window", 1, 1, 10)).isEqualTo(7);
    assertThat(parameters.bytes("max-body", 1, 1, 16 << 20)).isEqualTo(4 << 20);
    assertThat(parameters.duration("timeout", Duration.ZERO, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(parameters.choice("queue", "classic", "quorum")).isEqualTo("quorum");
    assertThatNoException().isThrownBy(parameters::check);
  }

  @Test
  void shouldFallBackOnTheDefaults() {
    UriParameters parameters = of("");

    assertThat(parameters.text("prefix")).isEmpty();
    assertThat(parameters.number("window", 3, 1, 10)).isEqualTo(3);
    assertThat(parameters.bytes("max-body", 5, 1, 10)).isEqualTo(5);
    assertThat(parameters.duration("timeout", Duration.ofDays(1), Duration.ZERO))
        .isEqualTo(Duration.ofDays(1));
    assertThat(parameters.choice("queue", "classic", "quorum")).isEqualTo("classic");
    assertThatNoException().isThrownBy(parameters::check);
  }

  @Test
  void shouldReportEveryFaultAtOnce() {
    UriParameters parameters =
        of("window=many&max-body=17m&timeout=1x&queue=stream&tpyo=1&prefix=ok&another=2");
    parameters.text("prefix");
    parameters.number("window", 1, 1, 10);
    parameters.bytes("max-body", 1, 1, 16 << 20);
    parameters.duration("timeout", Duration.ZERO, Duration.ofMillis(100));
    parameters.choice("queue", "classic", "quorum");
    parameters.fault("prefix and queue do not go together");

    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(parameters::check)
        .withMessage(
            "the memo broker URI cannot be used: "
                + "window was 'many' but must be a number from 1 to 10; "
                + "max-body was '17m' but must be a size from 1 B to 16 MiB, such as 64k or 4m; "
                + "timeout was '1x' but must be a duration of at least 100ms, such as 30s; "
                + "queue was 'stream' but must be classic or quorum; "
                + "prefix and queue do not go together; "
                + "unknown parameter another (known: max-body, prefix, queue, timeout, window); "
                + "unknown parameter tpyo (known: max-body, prefix, queue, timeout, window)");
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "10,true", "11,false", "-1,false", "1.5,false", "'',false"})
  void shouldBoundNumbers(String text, boolean allowed) {
    UriParameters parameters = of("n=" + text);

    assertThat(parameters.number("n", 5, 1, 10)).isEqualTo(allowed ? Long.parseLong(text) : 5);
    assertFaulty(parameters, !allowed);
  }

  @ParameterizedTest
  @CsvSource({"1023,false", "1k,true", "1m,true", "1048577,false", "17179869185g,false", "x,false"})
  void shouldBoundSizes(String text, boolean allowed) {
    UriParameters parameters = of("n=" + text);

    parameters.bytes("n", 2048, 1 << 10, 1 << 20);
    assertFaulty(parameters, !allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "999ms,false",
    "1s,true",
    "1d,true",
    "40000d,false",
    "999999999999d,false",
    "1,false"
  })
  void shouldBoundDurations(String text, boolean allowed) {
    UriParameters parameters = of("n=" + text);

    parameters.duration("n", Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertFaulty(parameters, !allowed);
  }

  @Test
  void shouldNotRepeatTheValueOfAnUnknownParameter() {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(of("passwort=s3cret")::check)
        .satisfies(e -> assertThat(e.getMessage()).contains("passwort").doesNotContain("s3cret"));
  }

  private static void assertFaulty(UriParameters parameters, boolean faulty) {
    if (faulty) {
      assertThatExceptionOfType(BadConfigurationException.class)
          .isThrownBy(parameters::check)
          .withMessageContaining("n was '");
    } else {
      assertThatNoException().isThrownBy(parameters::check);
    }
  }

  private static UriParameters of(String query) {
    return new UriParameters(BrokerUri.parse("memo://alice:s3cret@h?" + query));
  }
}
