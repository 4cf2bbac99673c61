package org.topicboards.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.ResultsFile;

/** The page as a reader sees it. Needs a Chromium or Chrome on the path, and says so where not. */
class PageInBrowserTest {

  private static final String CHARTS = "document.querySelectorAll('figure').length";
  private static final String VISIBLE_CHARTS =
      "[...document.querySelectorAll('figure')].filter(figure =>"
          + " [...figure.querySelectorAll('svg')].filter(svg => { const box ="
          + " svg.getBoundingClientRect(); return box.width > 250 && box.height > 200 &&"
          + " svg.querySelectorAll('path').length > 20;}).length === 1).length";
  private static final String OVERFLOW =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  private static final String COLOURS =
      "getComputedStyle(document.body).backgroundColor + ' ' +"
          + "getComputedStyle(document.querySelector('svg path')).fill";

  @TempDir Path folder;

  private Path page;

  @BeforeEach
  void writeReport() throws Exception {
    assumeTrue(ChartFont.isThere(), "no font on this machine");
    Results results =
        new ResultsFile().read(Path.of(getClass().getResource("results.json").toURI()));
    Report report = new Report(folder, false);
    report.write(results);
    page = report.page();
  }

  @Test
  void shouldShowEveryChartInAnyWidthAndLight() throws Exception {
    try (HeadlessBrowser browser = browser()) {
      for (int width : new int[] {1200, 400}) {
        for (boolean isDark : new boolean[] {false, true}) {
          browser.open(page, width, isDark);

          assertThat(browser.evaluate(VISIBLE_CHARTS).asInt())
              .as("charts visible at %d px", width)
              .isGreaterThan(3)
              .isEqualTo(browser.evaluate(CHARTS).asInt());
          assertThat(browser.evaluate(OVERFLOW).asInt())
              .as("horizontal scroll at %d px", width)
              .isZero();
          assertThat(browser.evaluate(COLOURS).asText())
              .isEqualTo(
                  isDark
                      ? "rgb(13, 17, 23) rgb(230, 237, 243)"
                      : "rgb(255, 255, 255) rgb(27, 31, 36)");
        }
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private HeadlessBrowser browser() throws Exception {
    Optional<Path> command = HeadlessBrowser.find();
    assumeTrue(command.isPresent(), "no chromium or google-chrome on the PATH");
    return HeadlessBrowser.start(command.orElseThrow(), folder.resolve("profile"));
  }
}
