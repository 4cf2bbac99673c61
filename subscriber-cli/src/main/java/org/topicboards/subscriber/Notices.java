package org.topicboards.subscriber;

import java.io.PrintWriter;

/**
 * What the command tells on standard error. Thread-safe.
 *
 * @param isQuiet whether to keep back what is no error
 */
record Notices(PrintWriter err, boolean isQuiet) {

  /** Tells something that is no error. */
  void note(String text) {
    if (!isQuiet) {
      say(text);
    }
  }

  /** Tells something in any case. */
  void say(String text) {
    err.println(SubscriberCommand.NAME + ": " + text);
  }
}
