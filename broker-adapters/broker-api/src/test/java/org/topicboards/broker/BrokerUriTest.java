package org.topicboards.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUriTest {

  @Test
  void shouldReadAHostAlone() {
    BrokerUri uri = BrokerUri.parse("amqp://localhost");

    assertThat(uri.scheme()).isEqualTo("amqp");
    assertThat(uri.user()).isEmpty();
    assertThat(uri.password()).isEmpty();
    assertThat(uri.hosts()).containsExactly(new HostAndPort("localhost", HostAndPort.NO_PORT));
    assertThat(uri.path()).isEmpty();
    assertThat(uri.parameters()).isEmpty();
  }

  @Test
  void shouldReadEveryPart() {
    BrokerUri uri =
        BrokerUri.parse("amqps://alice:s3cret@rabbit-1.example:5671/news?queue=quorum&a=");

    assertThat(uri.scheme()).isEqualTo("amqps");
    assertThat(uri.user()).contains("alice");
    assertThat(uri.password()).contains("s3cret");
    assertThat(uri.hosts()).containsExactly(new HostAndPort("rabbit-1.example", 5671));
    assertThat(uri.path()).contains("news");
    assertThat(uri.parameters()).containsExactly(Map.entry("queue", "quorum"), Map.entry("a", ""));
  }

  @Test
  void shouldReadSeveralHosts() {
    assertThat(BrokerUri.parse("kafka://h1:9092,h2,[::1]:9094,10.0.0.1:1").hosts())
        .containsExactly(
            new HostAndPort("h1", 9092),
            new HostAndPort("h2", HostAndPort.NO_PORT),
            new HostAndPort("::1", 9094),
            new HostAndPort("10.0.0.1", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "[::1],::1",
    "[2001:db8::7],2001:db8::7",
    "[::ffff:10.0.0.1],::ffff:10.0.0.1",
    "[fe80::1%eth0],fe80::1%eth0"
  })
  void shouldReadIpv6(String host, String address) {
    assertThat(BrokerUri.parse("udp://" + host + ":1").hosts())
        .containsExactly(new HostAndPort(address, 1));
    assertThat(BrokerUri.parse("udp://" + host).hosts())
        .containsExactly(new HostAndPort(address, HostAndPort.NO_PORT));
  }

  @Test
  void shouldDecodePercentEncoding() {
    BrokerUri uri =
        BrokerUri.parse("amqp://al%40ice:p%3A%2F%3F%23%40%25@h/%2Fv%C3%A9?na%20me=a%26b%3Dc+d=e");

    assertThat(uri.user()).contains("al@ice");
    assertThat(uri.password()).contains("p:/?#@%");
    assertThat(uri.path()).contains("/vé");
    assertThat(uri.parameters()).containsExactly(Map.entry("na me", "a&b=c+d=e"));
  }

  @ParameterizedTest
  @CsvSource({"amqp://h,", "amqp://h/,''", "amqp://h//,/", "amqp://h/%2F,/", "amqp://h/a/b,a/b"})
  void shouldTellAnEmptyPathFromNone(String text, String path) {
    assertThat(BrokerUri.parse(text).path().orElse(null)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "amqp://u@h,u,",
    "amqp://u:@h,u,''",
    "amqp://u:p:q@h,u,p:q",
    "amqp://u:p@q@h,u,p@q",
    "amqp://u:p+q@h,u,p+q"
  })
  void shouldReadCredentials(String text, String user, String password) {
    BrokerUri uri = BrokerUri.parse(text);

    assertThat(uri.user()).contains(user);
    assertThat(uri.password().orElse(null)).isEqualTo(password);
    assertThat(uri.hosts()).containsExactly(new HostAndPort("h", HostAndPort.NO_PORT));
  }

  @ParameterizedTest
  @CsvSource({"AMQP://h,amqp", "Kafka://h,kafka", "x-y+z.1://h,x-y+z.1"})
  void shouldReadTheSchemeInLowerCase(String text, String scheme) {
    assertThat(BrokerUri.parse(text).scheme()).isEqualTo(scheme);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp://h?", "amqp://h/?"})
  void shouldTakeAnEmptyQueryForNone(String text) {
    assertThat(BrokerUri.parse(text).parameters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                     | must begin with a scheme
          localhost              | must begin with a scheme
          localhost:5672         | must begin with a scheme
          ://h                   | must begin with a scheme
          amqp:h                 | must begin with a scheme
          amqp:/h                | must begin with a scheme
          1amqp://h              | must begin with a scheme
          am qp://h              | must begin with a scheme
          " amqp://h"            | must begin with a scheme
          amqp://                | a host is missing
          amqp:///path           | a host is missing
          amqp://?a=b            | a host is missing
          amqp://u:p@            | a host is missing
          amqp://h,              | a host is missing
          amqp://,h              | a host is missing
          amqp://h,,i            | a host is missing
          amqp://:5672           | a host is not a name
          amqp://h i             | a host is not a name
          amqp://-h              | a host is not a name
          amqp://hé              | a host is not a name
          amqp://::1             | a host is not a name
          amqp://h%41            | a host is not a name
          amqp://h:              | a port must be a number
          amqp://h:x             | a port must be a number
          amqp://h:-1            | a port must be a number
          amqp://h:123456        | a port must be a number
          amqp://h:56 72         | a port must be a number
          amqp://h:٥             | a port must be a number
          amqp://2001:db8::7     | a port must be a number
          amqp://[::1]5672       | a port must be a number
          amqp://h:0             | port 0 is not from 1 to 65535
          amqp://h:65536         | port 65536 is not from 1 to 65535
          amqp://[::1            | no IPv6 address
          amqp://[]              | no IPv6 address
          amqp://[h]             | no IPv6 address
          amqp://[12]            | no IPv6 address
          amqp://[10.0.0.1]      | no IPv6 address
          amqp://@h              | the user before '@' is empty
          amqp://:p@h            | the user before '@' is empty
          amqp://h#f             | '#' is not allowed
          amqp://h/v#f           | '#' is not allowed
          amqp://u:p/q@h         | '@' after the hosts is written as %40
          amqp://u:p?q@h         | '@' after the hosts is written as %40
          amqp://h/v@w           | '@' after the hosts is written as %40
          amqp://h?a             | not written as name=value
          amqp://h?=b            | not written as name=value
          amqp://h?a=b&          | not written as name=value
          amqp://h?&a=b          | not written as name=value
          amqp://h?a=1&b=2&a=3   | parameter a is given twice
          amqp://h?a=1&%61=3     | parameter a is given twice
          amqp://u%:p@h          | '%' in the user is not followed
          amqp://u:p%2@h         | '%' in the password is not followed
          amqp://h/%             | '%' in the path is not followed
          amqp://h/%zz           | '%' in the path is not followed
          amqp://h?%g0=b         | '%' in the parameter name is not followed
          amqp://h?a=%é0         | '%' in the parameter a is not followed
          amqp://u:%ff@h         | the password is not UTF-8
          amqp://h/%c3           | the path is not UTF-8
          amqp://h/a%0Ab         | the path has a control character
          amqp://u:p%00@h        | the password has a control character
          amqp://h?a%1b=1        | the parameter name has a control character
          """)
  void shouldRefuse(String text, String rule) {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> BrokerUri.parse(text))
        .withMessageStartingWith("the broker URI cannot be read: ")
        .withMessageContaining(rule)
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp://alice:Tr0ub4dor@",
        "amqp://alice:Tr0ub4dor@h:x",
        "amqp://alice:Tr0ub4dor@h:99999",
        "amqp://alice:Tr0ub4dor@h i",
        "amqp://alice:Tr0ub4dor%@h",
        "amqp://alice:Tr0ub4dor%ff@h",
        "amqp://alice:Tr0ub4dor#@h",
        "amqp://alice:Tr0ub4dor/@h",
        "amqp://alice:1/Tr0ub4dor@h",
        "amqp://alice:1?Tr0ub4dor=1@h",
        "amqp://alice:1?Tr0ub4dor=1&Tr0ub4dor=2@h",
        "amqp://alice:Tr0ub4dor",
        "alice:Tr0ub4dor@h",
        "amqp://h?password=Tr0ub4dor%",
        "amqp://h?password=Tr0ub4dor&password=Tr0ub4dor"
      })
  void shouldNeverRepeatAPasswordInAnError(String text) {
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> BrokerUri.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Tr0ub4dor"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          amqp://alice:s3cret@h:1/v?a=b        | amqp://alice:***@h:1/v?a=b
          amqp://alice:@h                      | amqp://alice:***@h
          amqp://alice@h/                      | amqp://alice@h/
          AMQP://h1,[::1]:2,h3:3               | amqp://h1,[::1]:2,h3:3
          kafka://h?ssl.key.password=s3cret    | kafka://h?ssl.key.password=***
          kafka://h?sasl.jaas.config=s3cret    | kafka://h?sasl.jaas.config=***
          kafka://h?ssl.keystore.key=s3cret    | kafka://h?ssl.keystore.key=***
          kafka://h?PASSWORD=s3cret&x=y        | kafka://h?PASSWORD=***&x=y
          kafka://h?p%61ssword=s3cret          | kafka://h?password=***
          """)
  void shouldShowItselfWithoutSecrets(String text, String shown) {
    assertThat(BrokerUri.parse(text)).hasToString(shown);
  }

  @Test
  void shouldBeEqualByContent() {
    String text = "amqp://alice:s3cret@h:1/v?a=b";

    assertThat(BrokerUri.parse(text))
        .isEqualTo(BrokerUri.parse(text))
        .hasSameHashCodeAs(BrokerUri.parse(text))
        .isEqualTo(BrokerUri.parse("AMQP://%61lice:s3cret@h:1/v?%61=b"))
        .isNotEqualTo(BrokerUri.parse("amqp://alice:other@h:1/v?a=b"))
        .isNotEqualTo(BrokerUri.parse("amqp://alice:s3cret@h:1/?a=b"))
        .isNotEqualTo(BrokerUri.parse("amqp://alice:s3cret@h:2/v?a=b"))
        .isNotEqualTo(BrokerUri.parse("amqp://alice:s3cret@h:1/v"));
  }

  @Test
  void shouldLeaveThePortToTheAdapterWhereNoneIsNamed() {
    assertThat(BrokerUri.parse("amqp://h").hosts().get(0).portOr(5672)).isEqualTo(5672);
    assertThat(BrokerUri.parse("amqp://h:7").hosts().get(0).portOr(5672)).isEqualTo(7);
  }
}
