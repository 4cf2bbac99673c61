package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.topicboards.message.BoardName;

class SetAsideLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(SetAsideLogTest.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final SetAsideLog log = new SetAsideLog(logger);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  @Test
  void shouldNameEachBoardOnce() {
    log.add(Map.of());
    log.add(Map.of(BoardName.of("sports"), 3));
    log.add(Map.of(BoardName.of("sports"), 1, BoardName.of("news"), 1));

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            line -> assertThat(line).contains("board sports", "publisher create sports"),
            line -> assertThat(line).contains("board news"));
  }

  @Test
  void shouldNotFillTheLogWithNames() {
    for (int i = 0; i < 5_000; i++) {
      log.add(Map.of(BoardName.of("board" + i), 1));
    }

    assertThat(lines.list).hasSize(1_001);
    assertThat(lines.list.get(1_000).getFormattedMessage()).contains("subscriber boards");
  }
}
