package org.topicboards.comparison.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. Every text that goes in is escaped. */
final class Html {

  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String element(String name, String text) {
    return "<" + name + ">" + escaped(text) + "</" + name + ">\n";
  }

  static String list(Collection<String> items) {
    return items.stream()
        .map(item -> element("li", item))
        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
  }

  /** A table of words that scrolls by itself where it is wider than the page. */
  static String table(List<String> header, List<List<String>> rows) {
    return table("words", header, rows);
  }

  /** The same, of figures, which are not broken into lines. */
  static String figures(List<String> header, List<List<String>> rows) {
    return table("figures", header, rows);
  }

  private static String table(String kind, List<String> header, List<List<String>> rows) {
    String head =
        header.stream()
            .map(cell -> "<th scope=\"col\">" + escaped(cell) + "</th>")
            .collect(Collectors.joining("", "<thead><tr>", "</tr></thead>\n"));
    String body =
        rows.stream().map(Html::row).collect(Collectors.joining("", "<tbody>\n", "</tbody>"));
    return "<div class=\"table\" tabindex=\"0\"><table class=\""
        + kind
        + "\">"
        + head
        + body
        + "</table></div>\n";
  }

  private static String row(List<String> cells) {
    String first = "<th scope=\"row\">" + escaped(cells.get(0)) + "</th>";
    return cells.stream()
        .skip(1)
        .map(cell -> "<td>" + escaped(cell) + "</td>")
        .collect(Collectors.joining("", "<tr>" + first, "</tr>\n"));
  }

  /** A whole page: self-contained, so that it can be kept and sent. */
  static String page(String title, String body) {
    return resource("page.html")
        .replace("@title@", escaped(title))
        .replace("@style@", resource("page.css"))
        .replace("@body@", body);
  }

  private static String resource(String name) {
    try (InputStream resource = Html.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing from the module");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
