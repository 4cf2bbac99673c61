package org.topicboards.comparison.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The font that charts are drawn in. They measure their text, which takes one on the machine. */
final class ChartFont {

  /** What to tell where there is none. */
  static final String MISSING =
      "No charts: this machine has no font to draw them in (Debian: apt install fontconfig"
          + " fonts-dejavu-core). compare --from results.json draws them, here or elsewhere.";

  private static final Logger LOG = LoggerFactory.getLogger(ChartFont.class);

  private static final int SIZE = 13;

  private ChartFont() {}

  static Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, SIZE);
  }

  /** Whether text can be measured here. */
  static boolean isThere() {
    try {
      return font().getStringBounds("x", new FontRenderContext(null, true, true)).getWidth() > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      // Each JDK, and each library that is missing, has another way to fail.
      LOG.debug("no font", e);
      return false;
    }
  }
}
