package org.topicboards.comparison.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.IChart;
import org.topicboards.comparison.results.Spread;

/** Draws charts with XChart, in the colours of {@link Palette}. */
final class Drawings {

  private static final int NARROW = 500;
  private static final int MOST_LEVEL_NAMES = 3;
  private static final int LEAST_DISTANCE_OF_NAMES = 5;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final int TICKS_PER_HALF_DISTANCE = 5;
  private static final double LEAST_LATENCY_MILLIS = 0.001;

  private final List<String> brokers;

  /** Drawings in which each of these brokers has a colour of its own. */
  Drawings(List<String> brokers) {
    this.brokers = List.copyOf(brokers);
  }

  /** Least, median and most of every broker. */
  IChart bars(int width, int height, String axis, Map<String, Spread> spreads) {
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(height).yAxisTitle(axis).build();
    Palette.style(chart.getStyler(), width < NARROW);
    chart.getStyler().setSeriesColors(Palette.shades());
    chart.getStyler().setYAxisDecimalPattern("#,##0.###");
    chart.getStyler().setXAxisLabelRotation(rotation(width, spreads.size()));
    // XChart leaves out names that come closer than this.
    chart.getStyler().setXAxisTickMarkSpacingHint(LEAST_DISTANCE_OF_NAMES);
    List<String> names = List.copyOf(spreads.keySet());
    List<Spread> values = List.copyOf(spreads.values());
    chart.addSeries("least", names, values.stream().map(Spread::least).toList());
    chart.addSeries("median", names, values.stream().map(Spread::median).toList());
    chart.addSeries("most", names, values.stream().map(Spread::most).toList());
    return chart;
  }

  /** A line for every broker. */
  IChart lines(
      int width, int height, String xAxis, String yAxis, Map<String, Map<Double, Double>> lines) {
    XYChart chart = logarithmic(width, height, xAxis, yAxis);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    lines.forEach(
        (name, points) ->
            coloured(
                chart.addSeries(name, List.copyOf(points.keySet()), List.copyOf(points.values()))));
    return chart;
  }

  /** A curve for every broker: how long the slowest tenth, hundredth, thousandth took. */
  IChart percentiles(int width, int height, Map<String, Histogram> histograms) {
    XYChart chart = logarithmic(width, height, "part of the messages", "latency, ms");
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Drawings::percentile);
    histograms.forEach(
        (name, histogram) -> {
          List<Double> x = new ArrayList<>();
          List<Double> y = new ArrayList<>();
          for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF_DISTANCE)) {
            double beyond = 1 - value.getPercentileLevelIteratedTo() / 100;
            x.add(
                Math.min(
                    (double) histogram.getTotalCount(),
                    beyond <= 0 ? Double.MAX_VALUE : 1 / beyond));
            y.add(Math.max(LEAST_LATENCY_MILLIS, value.getValueIteratedTo() / NANOS_PER_MILLI));
          }
          coloured(chart.addSeries(name, x, y));
        });
    return chart;
  }

  private static XYChart logarithmic(int width, int height, String xAxis, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    Palette.style(chart.getStyler(), width < NARROW);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("#,##0.###");
    chart.getStyler().setMarkerSize(0);
    return chart;
  }

  private static int rotation(int width, int names) {
    if (width < NARROW) {
      return 90;
    }
    return names > MOST_LEVEL_NAMES ? 30 : 0;
  }

  private void coloured(XYSeries series) {
    Color colour = Palette.series(Math.max(0, brokers.indexOf(series.getName())));
    series.setLineColor(colour);
    series.setMarkerColor(colour);
  }

  /** 1 in {@code x} messages took longer. */
  private static String percentile(double x) {
    double percent = 100 * (1 - 1 / x);
    int decimals = (int) Math.max(0, Math.round(Math.log10(x)) - 2);
    return String.format(Locale.ROOT, "%." + decimals + "f %%", percent);
  }
}
