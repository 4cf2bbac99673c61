package org.topicboards.comparison.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.Run;

/** The runs as a table: RFC 4180, UTF-8, a line for each, an empty field where nothing is known. */
final class CsvFile {

  private static final List<String> COLUMNS =
      List.of(
          "scenario",
          "workload",
          "broker",
          "adapterOff",
          "durability",
          "repetition",
          "verdict",
          "bodyBytes",
          "ratePerSecond",
          "publishers",
          "subscribers",
          "boards",
          "sent",
          "confirmed",
          "failed",
          "expected",
          "received",
          "lost",
          "duplicate",
          "outOfOrder");

  private final Results results;

  CsvFile(Results results) {
    this.results = results;
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(COLUMNS);
    for (Metric metric : Metric.values()) {
      header.add(metric.key());
    }
    header.add("remark");
    lines.add(line(header));
    results.runs().forEach(run -> lines.add(line(fields(run))));
    Files.writeString(file, String.join("", lines), StandardCharsets.UTF_8);
  }

  private List<String> fields(Run run) {
    List<String> fields = new ArrayList<>();
    fields.add(run.scenario());
    fields.add(run.workload().label());
    fields.add(run.broker());
    fields.add(results.broker(run.broker()).map(b -> b.isAdapterOff() + "").orElse(""));
    fields.add(
        results.broker(run.broker()).map(BrokerEntry::durability).map(Enum::name).orElse(""));
    fields.add(Integer.toString(run.repetition()));
    fields.add(run.verdict().name());
    fields.add(Integer.toString(run.workload().bodyBytes()));
    fields.add(Double.toString(run.workload().ratePerSecond()));
    fields.add(Integer.toString(run.workload().publishers()));
    fields.add(Integer.toString(run.workload().subscribers()));
    fields.add(Integer.toString(run.workload().boards()));
    fields.add(Long.toString(run.counts().sent()));
    fields.add(Long.toString(run.counts().confirmed()));
    fields.add(Long.toString(run.counts().failed()));
    fields.add(Long.toString(run.counts().expected()));
    fields.add(Long.toString(run.counts().received()));
    fields.add(Long.toString(run.counts().lost()));
    fields.add(Long.toString(run.counts().duplicate()));
    fields.add(Long.toString(run.counts().outOfOrder()));
    for (Metric metric : Metric.values()) {
      Double value = run.figures().get(metric);
      fields.add(value == null ? "" : Double.toString(value));
    }
    String remark = run.remark();
    fields.add(remark == null ? "" : remark);
    return fields;
  }

  private static String line(List<String> fields) {
    return fields.stream().map(CsvFile::quoted).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
