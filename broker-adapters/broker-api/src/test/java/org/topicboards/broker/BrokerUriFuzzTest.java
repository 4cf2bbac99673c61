package org.topicboards.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the text: it is read, or refused in one way, and a password is never repeated. */
class BrokerUriFuzzTest {

  private static final String PASSWORD = "Tr0ub4dor";
  private static final String SYNTAX = "://@:/?&=,[]%#.+-";

  private final Random random = new Random(20261121);

  @Test
  void shouldReadOrRefuseAnyText() {
    for (int i = 0; i < 100_000; i++) {
      String text = (random.nextBoolean() ? "amqp://" : "") + anyText(30);
      try {
        BrokerUri uri = BrokerUri.parse(text);

        assertThat(uri.hosts()).isNotEmpty();
        assertThat(uri.toString()).doesNotContainPattern("[\\p{Cntrl}]");
      } catch (BadConfigurationException refused) {
        assertThat(refused).hasNoCause();
        assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}]");
      }
    }
  }

  @Test
  void shouldNeverRepeatAPasswordHoweverBadlyWritten() {
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      String password = anyText(3) + PASSWORD + anyText(3);
      String text = "amqp://alice:" + password + "@host" + (random.nextBoolean() ? anyText(8) : "");
      try {
        BrokerUri uri = BrokerUri.parse(text);

        assertThat(uri.toString()).as("shown for %s", text).doesNotContain(PASSWORD);
        read++;
      } catch (BadConfigurationException e) {
        assertThat(e.getMessage()).as("error for %s", text).doesNotContain(PASSWORD);
        refused++;
      }
    }
    assertThat(read).isGreaterThan(10_000);
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void shouldReadBackEveryPartThatIsPercentEncoded() {
    for (int i = 0; i < 20_000; i++) {
      String user = "u" + printableText();
      String password = printableText();
      String path = printableText();
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int p = random.nextInt(4); p > 0; p--) {
        parameters.put("p" + printableText(), printableText());
      }
      String text =
          "amqp://"
              + encoded(user)
              + ":"
              + encoded(password)
              + "@h1:1,[::1]/"
              + encoded(path)
              + parameters.entrySet().stream()
                  .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                  .collect(Collectors.joining("&", "?", ""));

      BrokerUri uri = BrokerUri.parse(text);

      assertThat(uri.user()).contains(user);
      assertThat(uri.password()).contains(password);
      assertThat(uri.path()).contains(path);
      assertThat(uri.parameters()).containsExactlyEntriesOf(parameters);
      assertThat(uri.hosts()).hasSize(2);
    }
  }

  /** Mostly characters that mean something in a URI, some of any kind. */
  private String anyText(int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> text.append(SYNTAX.charAt(random.nextInt(SYNTAX.length())));
        case 3 -> text.append((char) random.nextInt(0x10000));
        case 4 -> text.append((char) random.nextInt(0x80));
        case 5 -> text.append((char) ('0' + random.nextInt(10)));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  private String printableText() {
    return random
        .ints(random.nextInt(8), 0x20, 0x2000)
        .filter(c -> !Character.isISOControl(c))
        .map(c -> random.nextInt(10) == 0 ? 0x1F600 + c % 64 : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      encoded.append(String.format("%%%02X", b));
    }
    return encoded.toString();
  }
}
