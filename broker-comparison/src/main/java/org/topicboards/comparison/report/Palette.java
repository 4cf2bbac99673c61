package org.topicboards.comparison.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * The colours of charts. A drawing has stand-ins; in the page they become what its style sheet says
 * for light, dark and print.
 */
final class Palette {

  private static final int SERIES = 10;
  private static final int SHADES = 3;
  private static final Color INK = new Color(1, 1, 1);
  private static final Color GRID = new Color(2, 2, 2);
  private static final Color CLEAR = new Color(0, 0, 0, 0);

  private Palette() {}

  /** The colour of the broker with this number, the same in all charts. */
  static Color series(int broker) {
    return series()[broker % SERIES];
  }

  private static Color[] series() {
    return IntStream.range(0, SERIES).mapToObj(i -> new Color(3, 3, i)).toArray(Color[]::new);
  }

  /** Shades of one colour, for figures of one kind. */
  static Color[] shades() {
    return IntStream.range(0, SHADES).mapToObj(i -> new Color(4, 4, i)).toArray(Color[]::new);
  }

  /** Each stand-in, as it is written in SVG, and what it becomes. */
  static Map<String, String> substitutes() {
    Map<String, String> substitutes = new LinkedHashMap<>();
    substitutes.put(text(INK), "currentColor");
    substitutes.put(text(GRID), "var(--grid)");
    for (int i = 0; i < SERIES; i++) {
      substitutes.put(text(series()[i]), "var(--series-" + i + ")");
    }
    for (int i = 0; i < SHADES; i++) {
      substitutes.put(text(shades()[i]), "var(--shade-" + i + ")");
    }
    return substitutes;
  }

  static void style(AxesChartStyler styler, boolean isNarrow) {
    Font font = ChartFont.font();
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(CLEAR);
    styler.setLegendBackgroundColor(CLEAR);
    styler.setLegendBorderColor(CLEAR);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(INK);
    styler.setXAxisTitleColor(INK);
    styler.setYAxisTitleColor(INK);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setBaseFont(font);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setLegendFont(font);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(
        isNarrow ? Styler.LegendLayout.Vertical : Styler.LegendLayout.Horizontal);
    styler.setChartTitleVisible(false);
  }

  private static String text(Color color) {
    return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
  }
}
