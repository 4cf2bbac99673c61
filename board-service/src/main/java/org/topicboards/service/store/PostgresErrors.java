package org.topicboards.service.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.OneLine;

/** Says what a PostgreSQL error means for a caller of {@link MessageStore}, by its SQLSTATE. */
final class PostgresErrors {

  /**
   * Classes in which the fault is in a row: a value that does not fit (22), a rule of the tables
   * that it breaks (23). A program limit (54) is one of the row's size.
   */
  private static final Set<String> ROW_FAULTS = Set.of("22", "23", "54");

  /** As the database that was named is, it can never be used: no such database, no permission. */
  private static final Set<String> UNUSABLE = Set.of("28", "3D", "3F", "42");

  private static final int REASON_CHARACTERS = 500;
  private static final String UNIQUE_VIOLATION = "23505";

  private PostgresErrors() {}

  /**
   * A message is refused only where the database says so of the row itself. All else may pass, and
   * giving up a message for it would lose it.
   */
  static StoreException translate(SQLException error) {
    String state = state(error);
    if (state.equals(UNIQUE_VIOLATION)) {
      // Identities that are there already are no error, so the collision is one of places.
      return new StoreUnavailableException(
          "another program writes to the archive (" + reason(error) + ")", error);
    }
    if (ROW_FAULTS.contains(classOf(state))) {
      return new MessageRefusedException(reason(error), error);
    }
    return new StoreUnavailableException(reason(error), error);
  }

  /** The same for opening. */
  static StoreException translateOnOpen(String archive, SQLException error) {
    String message = "cannot open the archive " + archive + ": " + reason(error);
    if (UNUSABLE.contains(classOf(state(error)))) {
      return new StoreUnusableException(message, error);
    }
    return new StoreUnavailableException(message, error);
  }

  /** The first two of the five characters, of none if there is no state. */
  private static String classOf(String state) {
    return state.substring(0, Math.min(2, state.length()));
  }

  private static String state(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String state = cause instanceof SQLException sqlError ? sqlError.getSQLState() : null;
      if (state != null) {
        return state;
      }
    }
    return "";
  }

  /**
   * What the innermost database error says, because the pool's own only says that it has waited,
   * and what is behind it: the driver says of an unknown host that the attempt failed.
   */
  private static String reason(SQLException error) {
    Throwable innermost = error;
    for (Throwable cause = error; cause instanceof SQLException; cause = cause.getCause()) {
      innermost = cause;
    }
    String reason = OneLine.of(oneLine(innermost.getMessage()), REASON_CHARACTERS);
    Throwable behind = innermost.getCause();
    return behind == null ? reason : reason + " (" + behind.getClass().getSimpleName() + ")";
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "no reason is given" : text.replaceAll("\\s+", " ").strip();
  }
}
