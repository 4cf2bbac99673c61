package org.topicboards.broker.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs of the kit have shown of one transport. As a file it is a line for the transport, then
 * one per answer: the question, a tab, the answer.
 *
 * @param transport its name
 * @param answers what they have shown, by the question of the {@link GuaranteesDocument}
 */
record ConformanceResult(String transport, SortedMap<String, String> answers) {

  static final String FILE_ENDING = ".conformance";

  private static final String TAB = "\t";

  /** Copies the map. */
  ConformanceResult {
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
  }

  static ConformanceResult read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    SortedMap<String, String> answers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.indexOf(TAB);
      answers.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return new ConformanceResult(lines.get(0), answers);
  }

  /** Writes the file. What it has said before stands, but for what is answered here. */
  void addTo(Path file) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    if (Files.exists(file)) {
      all.putAll(read(file).answers());
    }
    all.putAll(answers);
    List<String> lines = new ArrayList<>();
    lines.add(transport);
    all.forEach((question, answer) -> lines.add(question + TAB + answer));
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }
}
