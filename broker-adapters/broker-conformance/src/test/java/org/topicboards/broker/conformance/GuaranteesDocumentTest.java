package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        .hasSize(questions().size());
  }

  @Test
  void shouldChangeOnlyWhatWasRunAgain() throws IOException {
    String failing = GuaranteesDocument.question(KitTest.all().get(0));
    Path file = result("A", "passed");
    new ConformanceResult("A", new TreeMap<>(Map.of(failing, "failed"))).addTo(file);
    String failed = GuaranteesDocument.parse("").with(file).text();
    Files.delete(file);
    new ConformanceResult("A", new TreeMap<>(Map.of(failing, "passed"))).addTo(file);
    String again = GuaranteesDocument.parse(failed).with(file).text();

    assertThat(failed.lines().filter(line -> line.endsWith("| failed |"))).hasSize(1);
    assertThat(again.lines().filter(line -> line.endsWith("| passed |")))
        .hasSize(questions().size());
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
    questions().forEach(question -> answers.put(question, answer));
    Path file = folder.resolve(transport + ConformanceResult.FILE_ENDING);
    new ConformanceResult(transport, answers).addTo(file);
    return file;
  }

  /** All that a complete run answers. */
  private static List<String> questions() {
    return Stream.concat(
            Arrays.stream(Guarantee.values()).map(GuaranteesDocument::question),
            KitTest.all().stream().map(GuaranteesDocument::question))
        .toList();
  }
}
