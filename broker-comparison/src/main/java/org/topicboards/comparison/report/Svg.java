package org.topicboards.comparison.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** Makes drawings part of a page. Numbers them, because names in one page must differ. */
final class Svg {

  /** Hundredths of a pixel cannot be seen, and letters are drawn with many points. */
  private static final Pattern TOO_PRECISE = Pattern.compile("(\\d\\.\\d\\d?)\\d*");

  private static final int WIDE_WIDTH = 760;
  private static final int WIDE_HEIGHT = 380;
  private static final int NARROW_WIDTH = 360;
  private static final int NARROW_HEIGHT = 460;

  private int drawings;

  /** A chart twice, of which the style sheet shows the one that fits. */
  String of(Chart chart) {
    return drawing(chart, "wide", WIDE_WIDTH, WIDE_HEIGHT)
        + drawing(chart, "narrow", NARROW_WIDTH, NARROW_HEIGHT);
  }

  private String drawing(Chart chart, String shape, int width, int height) {
    String svg = encoded(chart.drawing().apply(width, height));
    int start = svg.indexOf('>', svg.indexOf("<svg")) + 1;
    String content = svg.substring(start, svg.lastIndexOf("</svg>"));
    for (Map.Entry<String, String> substitute : Palette.substitutes().entrySet()) {
      content = content.replace(substitute.getKey(), substitute.getValue());
    }
    content = TOO_PRECISE.matcher(content).replaceAll("$1");
    String prefix = "d" + drawings++ + "-";
    content = content.replace("id=\"", "id=\"" + prefix).replace("url(#", "url(#" + prefix);
    return "<svg class=\"%s\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\">%s</svg>%n"
        .formatted(shape, Html.escaped(chart.title()), width, height, content.strip());
  }

  private static String encoded(IChart chart) {
    try {
      return new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is written to memory
    }
  }
}
