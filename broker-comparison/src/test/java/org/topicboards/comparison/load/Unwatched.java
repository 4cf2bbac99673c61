package org.topicboards.comparison.load;

/** Lets a load run to its end. */
record Unwatched() implements Observer {

  @Override
  public boolean isStopped() {
    return false;
  }

  @Override
  public void progress(double ratePerSecond, long waiting) {
    // nobody looks on
  }
}
