package org.topicboards.broker.conformance;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.topicboards.broker.Guarantee;

/**
 * The page that shows what the transports guarantee and how the kit has proven it: a row for each
 * guarantee and each test, a column for each transport. Immutable.
 *
 * <p>The rows are those of this kit. What was not run keeps its place on the page as it was.
 */
public final class GuaranteesDocument {

  private static final String GUARANTEES = "Guarantees";
  private static final String UNKNOWN = "not run";

  /** In words, how the page came to be. */
  private static final String INTRODUCTION =
      """
      # What each transport guarantees

      Written by the build from the results of the conformance kit; do not edit it. *yes* is declared
      by the adapter, and every test that stands on it has passed; *no* is not declared, and requiring
      it is refused by name. A test shows *passed*, or *refused* where it stands on a guarantee that the
      transport lacks and the kit has seen it refused.
      """;

  private final SortedMap<String, Map<String, String>> answersByTransport = new TreeMap<>();

  private GuaranteesDocument() {}

  /** The page that has this text; what is no table on it is passed over. */
  public static GuaranteesDocument parse(String text) {
    GuaranteesDocument document = new GuaranteesDocument();
    String section = "";
    List<String> header = List.of();
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        section = line.substring("## ".length());
        header = List.of();
      } else if (line.startsWith("| ")) {
        List<String> cells = cells(line);
        if (header.isEmpty()) {
          header = cells;
        }
        for (int i = 2; i < Math.min(header.size(), cells.size()); i++) {
          document
              .answersByTransport
              .computeIfAbsent(header.get(i), transport -> new TreeMap<>())
              .put(question(section, cells.get(0)), cells.get(i));
        }
      }
    }
    return document;
  }

  /**
   * The same page with what runs have shown of a transport in its column.
   *
   * @param result the file that runs of the kit left
   */
  public GuaranteesDocument with(Path result) throws IOException {
    ConformanceResult shown = ConformanceResult.read(result);
    GuaranteesDocument document = new GuaranteesDocument();
    document.answersByTransport.putAll(answersByTransport);
    Map<String, String> answers =
        new TreeMap<>(answersByTransport.getOrDefault(shown.transport(), Map.of()));
    answers.putAll(shown.answers());
    document.answersByTransport.put(shown.transport(), answers);
    return document;
  }

  /** The page as text. */
  public String text() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    table(
        text,
        GUARANTEES,
        "what it means",
        Arrays.stream(Guarantee.values())
            .map(guarantee -> new Row(guarantee.name(), guarantee.description()))
            .toList());
    Map<String, List<Row>> parts = new TreeMap<>();
    for (KitTest test : KitTest.all()) {
      String proves = test.proves().stream().map(Guarantee::name).collect(joining(", "));
      parts
          .computeIfAbsent(test.part(), part -> new ArrayList<>())
          .add(new Row(test.words(), proves));
    }
    parts.forEach((part, rows) -> table(text, part, "stands on", rows));
    return text.toString();
  }

  static String question(Guarantee guarantee) {
    return question(GUARANTEES, guarantee.name());
  }

  static String question(KitTest test) {
    return question(test.part(), test.words());
  }

  private static String question(String section, String row) {
    return section + ": " + row;
  }

  private void table(StringBuilder text, String section, String about, List<Row> rows) {
    text.append("\n## ").append(section).append("\n\n");
    List<String> header = new ArrayList<>(List.of("", about));
    header.addAll(answersByTransport.keySet());
    line(text, header);
    text.append("|---".repeat(header.size())).append("|\n");
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name(), row.about()));
      for (Map<String, String> answers : answersByTransport.values()) {
        cells.add(answers.getOrDefault(question(section, row.name()), UNKNOWN));
      }
      line(text, cells);
    }
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append(cells.stream().map(cell -> cell + " ").collect(joining("| ", "| ", "|\n")));
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  /** The first two cells. */
  private record Row(String name, String about) {}
}
