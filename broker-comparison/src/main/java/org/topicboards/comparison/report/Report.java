package org.topicboards.comparison.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.ResultsFile;

/** The files of a report, in a folder. Not thread-safe. */
public final class Report {

  private final Path folder;
  private final boolean acrossClasses;
  private List<String> summary = List.of();

  /**
   * A report in this folder, which exists.
   *
   * @param acrossClasses whether brokers of different durability are ranked together
   */
  public Report(Path folder, boolean acrossClasses) {
    this.folder = folder;
    this.acrossClasses = acrossClasses;
  }

  /** The page to look at. */
  public Path page() {
    return folder.resolve("index.html");
  }

  /** What was found, in words, once something was written. */
  public List<String> summary() {
    return summary;
  }

  /** Writes the page, the results, the table and the histograms of one comparison. */
  public void write(Results results) throws IOException {
    Digest digest = new Digest(results);
    new ResultsFile().write(results, folder.resolve("results.json"));
    new CsvFile(results).write(folder.resolve("results.csv"));
    new HistogramFiles(digest).write(folder.resolve("hgrm"));
    Summary words = new Summary(digest, acrossClasses);
    summary = words.sentences();
    write(new Page(digest, words).html());
  }

  /** Writes a page on what is different in the second of two comparisons. */
  public void writeChange(Results before, Results after) throws IOException {
    Changes changes = new Changes(new Digest(before), new Digest(after));
    summary = changes.sentences();
    write(new ChangePage(changes).html());
  }

  private void write(String html) throws IOException {
    Files.writeString(page(), html, StandardCharsets.UTF_8);
  }
}
