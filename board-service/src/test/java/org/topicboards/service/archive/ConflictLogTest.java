package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.topicboards.message.BoardName;
import org.topicboards.message.MessageIdentity;

class ConflictLogTest {

  private static final MessageIdentity CONFLICT =
      new MessageIdentity(BoardName.of("news"), "alice", "17");

  private final Logger logger = (Logger) LoggerFactory.getLogger(ConflictLogTest.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final ConflictLog conflictLog = new ConflictLog(logger, nanoTime::get);

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
  void shouldNameOneConflictAndCountTheRestLater() {
    conflictLog.add(List.of());
    conflictLog.add(List.of(CONFLICT));
    for (int i = 0; i < 50; i++) {
      nanoTime.addAndGet(Duration.ofMillis(100).toNanos());
      conflictLog.add(Collections.nCopies(10, CONFLICT));
    }
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getFormattedMessage())
        .startsWith("1 message(s)")
        .contains("board news, source alice, id 17");

    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    conflictLog.add(List.of(CONFLICT));

    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(1).getFormattedMessage()).startsWith("501 message(s)");
  }
}
