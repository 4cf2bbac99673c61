package org.topicboards.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;

/**
 * What a configuration file says: a JSON object, in which comments are allowed, whose members are
 * called as the options are.
 *
 * @param brokers from the member "broker": an object with a URI for each name
 * @param relays from the member "relay": an array of rules
 * @param relayVerify from the member "relay-verify": true or false
 */
record ConfigFile(List<NamedBroker> brokers, List<String> relays, boolean relayVerify) {

  /** No file. */
  static final ConfigFile EMPTY = new ConfigFile(List.of(), List.of(), false);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Copies the lists. */
  ConfigFile {
    brokers = List.copyOf(brokers);
    relays = List.copyOf(relays);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it says what cannot be; one line, free of credentials
   * @throws IOException if it cannot be read
   */
  static ConfigFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw fault(file, "it is a folder", null);
    }
    Members members;
    try {
      members = JSON.readValue(Files.readAllBytes(file), Members.class);
    } catch (NoSuchFileException e) {
      throw fault(file, "there is no such file", e);
    } catch (UnrecognizedPropertyException e) {
      throw fault(
          file,
          "there is no setting '"
              + e.getPropertyName()
              + "' (there are broker, relay, relay-verify)",
          e);
    } catch (JsonProcessingException e) {
      // Its message may repeat what the file holds, a password for example.
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw fault(file, "it is not the JSON that docs/relay.md describes" + where, e);
    }
    if (members == null || members.holdsNull()) {
      throw fault(file, "it has a null where something must be", null);
    }
    return members.checked();
  }

  private static IllegalArgumentException fault(Path file, String what, @Nullable Exception cause) {
    return new IllegalArgumentException("configuration file " + file + ": " + what, cause);
  }

  private record Members(
      @JsonProperty("broker") @Nullable Map<String, String> brokers,
      @JsonProperty("relay") @Nullable List<String> relays,
      @JsonProperty("relay-verify") boolean relayVerify) {

    boolean holdsNull() {
      return (brokers != null && new ArrayList<>(brokers.values()).contains(null))
          || (relays != null && new ArrayList<>(relays).contains(null));
    }

    ConfigFile checked() {
      return new ConfigFile(
          brokers == null
              ? List.of()
              : brokers.entrySet().stream()
                  .map(each -> new NamedBroker(each.getKey(), BrokerUri.parse(each.getValue())))
                  .toList(),
          relays == null ? List.of() : relays,
          relayVerify);
    }
  }
}
