package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Guarantee;

class GuaranteesDocumentTest {

  @TempDir private Path folder;

  @Test
  void shouldHaveARowForEveryGuaranteeAndEveryTest() {
    String text = GuaranteesDocument.parse("").text();

    assertThat(text.lines().filter(line -> line.startsWith("| ") && !line.startsWith("|  |")))
        .hasSize(Guarantee.values().length + KitTest.all().size());
    assertThat(text)
        .contains(
            "| keep messages for a subscriber who is away | DURABLE_SUBSCRIPTION |",
            "| DEAD_LETTER | " + Guarantee.DEAD_LETTER.description() + " |");
  }

  @Test
  void shouldReplaceTheColumnsOfARunAndKeepTheOthers() throws IOException {
    String first =
        GuaranteesDocument.parse("").with(result("A", "passed")).with(result("B", "passed")).text();
    String second = GuaranteesDocument.parse(first).with(result("B", "refused")).text();

    assertThat(GuaranteesDocument.parse(first).text()).isEqualTo(first);
    assertThat(second.lines())
        .contains("|  | what it means | A | B |")
        .filteredOn(line -> line.endsWith("| passed | refused |"))
        .hasSize(GuaranteesDocument.questions().size());
  }

  @Test
  void shouldSayWhichTestsOfATransportWereNeverRun() {
    String page =
        """
        ## Guarantees

        |  | what it means | A |
        |---|---|---|
        | CONFIRMED | | yes |
        | A_GUARANTEE_OF_THE_PAST | | yes |
        """;

    String text = GuaranteesDocument.parse(page).text();

    assertThat(text).contains(" | yes |", " | not run |").doesNotContain("PAST");
  }

  private Path result(String transport, String answer) throws IOException {
    TreeMap<String, String> answers = new TreeMap<>();
    GuaranteesDocument.questions().forEach(question -> answers.put(question, answer));
    Path file = folder.resolve(transport + ConformanceResult.FILE_ENDING);
    new ConformanceResult(transport, answers).write(file);
    return file;
  }
}
