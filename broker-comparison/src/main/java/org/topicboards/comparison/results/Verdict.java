package org.topicboards.comparison.results;

/** How a run ended. */
public enum Verdict {
  /** It measured what it was for. */
  OK,

  /** It measured, but the load generator was the limit, not the broker. */
  GENERATOR_LIMITED,

  /** The broker took less than the workload's rate, so that not all of it was sent. */
  OVERLOADED,

  /** The transport broke a promise: it lost messages, or their order. */
  BROKEN_PROMISE,

  /** The broker refused, went away or did not answer. */
  BROKER_FAILED,

  /** The user stopped it. What it measured until then is given. */
  STOPPED,

  /** This transport cannot do it, by its nature. */
  NOT_POSSIBLE;

  /** Whether its figures may be put beside others. */
  public boolean isComparable() {
    return this == OK || this == GENERATOR_LIMITED;
  }

  /** Whether something went wrong that the exit code must tell. */
  public boolean isFailure() {
    return this == BROKEN_PROMISE || this == BROKER_FAILED;
  }
}
