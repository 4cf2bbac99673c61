package org.topicboards.service.relay;

import java.sql.SQLException;

/** The books of the relays cannot be read or written. One line. */
final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LedgerException(String what, SQLException cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
