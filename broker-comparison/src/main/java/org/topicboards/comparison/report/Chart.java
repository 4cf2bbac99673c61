package org.topicboards.comparison.report;

import java.util.function.BiFunction;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A chart of a page.
 *
 * @param title what it shows
 * @param explanation how to read it
 * @param drawing draws it in a width and a height, of which a page has two: wide and narrow
 */
record Chart(String title, String explanation, BiFunction<Integer, Integer, IChart> drawing) {}
