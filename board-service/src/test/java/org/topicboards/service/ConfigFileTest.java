package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.topicboards.broker.BadConfigurationException;

class ConfigFileTest {

  @TempDir private Path folder;

  @Test
  void shouldReadBrokersAndRelays() throws Exception {
    ConfigFile file =
        read(
            """
            {
              // where the offices are
              "broker": {
                "rabbit": "amqp://guest:guest@rabbit.example",
                "kafka": "kafka://kafka.example:9092"
              },
              "relay": ["rabbit <-> kafka: news.#", "rabbit -> kafka: sports.#"],
              "relay-verify": true
            }
            """);

    assertThat(file.brokers())
        .map(NamedBroker::toString)
        .containsExactly(
            "rabbit amqp://guest:***@rabbit.example", "kafka kafka://kafka.example:9092");
    assertThat(file.relays())
        .containsExactly("rabbit <-> kafka: news.#", "rabbit -> kafka: sports.#");
    assertThat(file.relayVerify()).isTrue();
    assertThat(read("{}")).isEqualTo(ConfigFile.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"brokers\": {}}                     | there is no setting 'brokers'",
        "{\"broker\": [\"amqp://u:secret@h\"]} | not the JSON that docs/relay.md describes, at line 1",
        "{\"broker\": {\"a\": null}}           | it has a null where something must be",
        "{\"relay\": [null]}                   | it has a null where something must be",
        "{\"relay\": \"secret\"}               | not the JSON that docs/relay.md describes, at line 1",
        "{\"relay\": [], \"relay\": []}        | not the JSON that docs/relay.md describes, at line 1",
        "{} {}                                 | not the JSON that docs/relay.md describes, at line 1",
        "{\"broker\": {\"a\": secret           | not the JSON that docs/relay.md describes, at line 1",
        "null                                  | it has a null where something must be",
        "[]                                    | not the JSON that docs/relay.md describes, at line 1",
      })
  void shouldRefuseWhatItDoesNotUnderstand(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("configuration file " + folder.resolve("boards.json") + ": ")
        .withMessageContaining(reason)
        .withMessageNotContaining("secret");
  }

  @Test
  void shouldRefuseNamesAndUrisAsTheOptionDoes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"broker\": {\"a b\": \"amqp://h\"}}"))
        .withMessageContaining("'a b' is no name for a broker");
    assertThatExceptionOfType(BadConfigurationException.class)
        .isThrownBy(() -> read("{\"broker\": {\"a\": \"h\"}}"))
        .withMessageContaining("it must begin with a scheme");
  }

  @Test
  void shouldSayThatThereIsNoFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfigFile.read(folder.resolve("none.json")))
        .withMessageContaining("none.json: there is no such file");
  }

  private ConfigFile read(String text) throws Exception {
    return ConfigFile.read(Files.writeString(folder.resolve("boards.json"), text));
  }
}
