package org.topicboards.broker.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** All that is logged, at every level, while it is open. */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level levelBefore = root.getLevel();
  private final PatternLayout layout = new PatternLayout();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  static LogCapture ofEverything() {
    LogCapture capture = new LogCapture();
    capture.setContext(capture.root.getLoggerContext());
    capture.layout.setContext(capture.root.getLoggerContext());
    capture.layout.setPattern("%logger %msg%n%ex");
    capture.layout.start();
    capture.start();
    capture.root.detachAppender("stdout");
    capture.root.addAppender(capture);
    capture.root.setLevel(Level.TRACE);
    return capture;
  }

  String text() {
    return String.join("", lines);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(layout.doLayout(event));
  }

  @Override
  public void close() {
    root.setLevel(levelBefore);
    root.detachAppender(this);
    stop();
  }
}
