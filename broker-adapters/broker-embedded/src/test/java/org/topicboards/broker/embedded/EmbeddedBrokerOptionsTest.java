package org.topicboards.broker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerOptionsTest {

  private static final EmbeddedBrokerOptions OPTIONS = EmbeddedBrokerOptions.of(Path.of("data"));

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void shouldRefuseAPortThatIsNone(int port) {
    assertThatThrownBy(() -> OPTIONS.onPort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "a@b", "${a}", "é"})
  void shouldRefuseAUserThatNeedsEncoding(String user) {
    assertThatThrownBy(() -> OPTIONS.as(user, "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "pässword", "a\u0000b"})
  void shouldRefuseAPasswordThatCannotBeTyped(String password) {
    assertThatThrownBy(() -> OPTIONS.as("alice", password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("password must be 1 to 255 printable ASCII characters");
  }

  @Test
  void shouldNotShowThePassword() {
    assertThat(OPTIONS.as("alice", "open-sesame").toString())
        .contains("alice")
        .doesNotContain("open-sesame");
  }
}
