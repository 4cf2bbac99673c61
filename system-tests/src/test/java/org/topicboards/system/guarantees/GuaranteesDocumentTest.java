package org.topicboards.system.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.conformance.GuaranteesDocument;

/**
 * Writes {@code docs/guarantees.md} from what the runs of the conformance kit in this build have
 * shown. A transport that did not run, as where there is no RabbitMQ, keeps its column.
 */
class GuaranteesDocumentTest {

  private static final Path ROOT = Path.of("..");
  private static final Path DOCUMENT = ROOT.resolve("docs").resolve("guarantees.md");

  @Test
  void shouldShowWhatTheConformanceRunsHaveShown() throws IOException {
    String committed = committed();
    GuaranteesDocument document = GuaranteesDocument.parse(committed);
    for (Path result : results()) {
      document = document.with(result);
    }
    String shown = document.text();
    if (!shown.equals(committed)) {
      Files.writeString(DOCUMENT, shown);
    }

    assertThat(committed)
        .as("docs/guarantees.md was out of date; the build has rewritten it: look at it, commit it")
        .isEqualTo(shown);
  }

  private static String committed() throws IOException {
    try {
      return Files.readString(DOCUMENT);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static List<Path> results() throws IOException {
    List<Path> results = new ArrayList<>();
    try (DirectoryStream<Path> adapters =
        Files.newDirectoryStream(ROOT.resolve("broker-adapters"), Files::isDirectory)) {
      for (Path adapter : adapters) {
        Path folder = adapter.resolve("target").resolve("conformance");
        if (Files.isDirectory(folder)) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.conformance")) {
            files.forEach(results::add);
          }
        }
      }
    }
    return results;
  }
}
