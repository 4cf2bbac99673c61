package org.topicboards.service.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what a SQLite error means for a caller of {@link MessageStore}. */
final class SqliteErrors {

  /** The low byte of a result code is its class, the rest says more. */
  private static final int PRIMARY = 0xFF;

  private SqliteErrors() {}

  /**
   * A message is refused only where the database says so of the row itself. All else may pass, and
   * giving up a message for it would lose it.
   */
  static StoreException translate(SQLException error) {
    int code = code(error);
    if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE.code
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY.code) {
      // Identities that are there already are no error, so the collision is one of sequences.
      return new StoreUnavailableException(
          "another program writes to the archive (" + reason(error) + ")", error);
    }
    int primary = code & PRIMARY;
    if (primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
        || primary == SQLiteErrorCode.SQLITE_MISMATCH.code) {
      return new MessageRefusedException(reason(error), error);
    }
    return new StoreUnavailableException(reason(error), error);
  }

  /** The same for opening, where a file that is no archive will not become one. */
  static StoreException translateOnOpen(String jdbcUrl, SQLException error) {
    int primary = code(error) & PRIMARY;
    boolean isNotOpened = primary == SQLiteErrorCode.SQLITE_CANTOPEN.code;
    String message =
        "cannot open the archive "
            + jdbcUrl
            + ": "
            + (isNotOpened ? new SqliteFile(jdbcUrl).obstacle() : reason(error));
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new StoreUnusableException(message, error);
    }
    return new StoreUnavailableException(message, error);
  }

  private static int code(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite.getResultCode().code;
      }
    }
    return error.getErrorCode();
  }

  private static String reason(SQLException error) {
    String message = error.getMessage();
    return message == null
        ? error.getClass().getSimpleName()
        : message.replaceAll("\\s+", " ").strip();
  }
}
