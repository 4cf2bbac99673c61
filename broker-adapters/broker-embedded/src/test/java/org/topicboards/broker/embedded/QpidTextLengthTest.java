package org.topicboards.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QpidTextLengthTest {

  @Test
  void shouldCountAsUtf8DoesWhereverTheLettersOfSeveralBytesStand() throws Exception {
    QpidTextLength.correct();
    QpidTextLength.correct();

    for (String text :
        new String[] {
          "",
          "Zoe",
          "Zo\u00eb",
          "\u00eb\ud83d\ude00",
          "Zo\u00eb x \ud83d\ude00",
          "\u20ac\ud83d\ude00"
        }) {
      assertThat(count(text)).as(text).isEqualTo(text.getBytes(UTF_8).length);
    }
  }

  private static int count(String text) throws Exception {
    return (int)
        Class.forName("org.apache.qpid.server.protocol.v0_8.EncodingUtils")
            .getMethod("getUTF8Length", CharSequence.class)
            .invoke(null, text);
  }
}
