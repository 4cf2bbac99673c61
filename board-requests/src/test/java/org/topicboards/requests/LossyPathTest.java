package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much is asked for where messages are lost. */
class LossyPathTest {

  private final LossyPath path = new LossyPath();

  @Test
  void shouldAskForLessInSmallerPagesTheMoreIsLost() {
    Credit atFirst = path.credit();

    path.lost();
    path.lost();

    assertThat(path.credit().answerBytes()).isEqualTo(atFirst.answerBytes() / 4);
    assertThat(path.credit().chunkBytes()).isEqualTo(atFirst.chunkBytes() / 4);

    path.wasFull();
    assertThat(path.credit().answerBytes()).isEqualTo(atFirst.answerBytes() / 2);
  }

  @Test
  void shouldStayWithinWhatAServiceAllows() {
    Credit atFirst = path.credit();

    path.wasFull();
    assertThat(path.credit()).isEqualTo(atFirst);

    for (int loss = 0; loss < 100; loss++) {
      path.lost();
    }
    assertThat(path.credit().chunkBytes()).isEqualTo(Credit.LEAST_CHUNK_BYTES);
    assertThat(path.credit().answerBytes()).isGreaterThan(Credit.LEAST_CHUNK_BYTES);
  }
}
