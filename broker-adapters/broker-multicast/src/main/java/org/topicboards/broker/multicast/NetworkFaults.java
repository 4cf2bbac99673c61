package org.topicboards.broker.multicast;

import java.io.IOException;
import java.net.BindException;
import java.util.Locale;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.units.OneLine;

/** Says what a fault of the operating system means here, and what to do about it. */
final class NetworkFaults {

  private static final int SHOWN_CHARACTERS = 200;

  private NetworkFaults() {}

  /**
   * The same fault in our words.
   *
   * @param what what could not be done, such as {@code "cannot send to 239.1.1.1:53124"}
   */
  static BrokerException translate(String what, int port, IOException fault) {
    String reason = String.valueOf(fault.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("permission denied") || lower.contains("not permitted")) {
      return new AccessRefusedException(
          what
              + ": the system refuses it (ports below 1024 need a privilege, and a firewall may"
              + " forbid multicast)",
          fault);
    }
    if (fault instanceof BindException && lower.contains("in use")) {
      return new BrokerUnavailableException(
          what
              + ": port "
              + port
              + " is taken by a program that does not share it, as receivers of multicast do (end it,"
              + " or name another port)",
          fault);
    }
    if (lower.contains("unreachable")) {
      return new BrokerUnavailableException(
          what + ": there is no route to the group (name an interface that has one)", fault);
    }
    return new BrokerUnavailableException(
        what + ": " + OneLine.of(reason, SHOWN_CHARACTERS), fault);
  }
}
