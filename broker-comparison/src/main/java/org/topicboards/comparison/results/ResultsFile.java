package org.topicboards.comparison.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code results.json}. Thread-safe. */
public final class ResultsFile {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Writes the file, in place of one that is there. */
  public void write(Results results, Path file) throws IOException {
    mapper.writeValue(file.toFile(), results);
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no results file, or one of another version; one line
   *     that names it
   */
  public Results read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      JsonNode tree = mapper.readTree(bytes);
      int schema = tree.path("schema").asInt(0);
      if (schema == 0) {
        throw new IllegalArgumentException(
            file + " is no results file of compare: it names no schema");
      }
      if (schema != Results.SCHEMA) {
        throw new IllegalArgumentException(
            "%s has schema %d, and this version of compare reads schema %d: use Topic Boards %s"
                .formatted(
                    file, schema, Results.SCHEMA, tree.path("version").asText("that wrote it")));
      }
      return mapper.treeToValue(tree, Results.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + " is no results file of compare: " + e.getOriginalMessage(), e);
    }
  }
}
