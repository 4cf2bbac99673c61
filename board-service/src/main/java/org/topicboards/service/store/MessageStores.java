package org.topicboards.service.store;

import java.util.Locale;

/** The way in: opens the store that a JDBC URL names. Stateless. */
public final class MessageStores {

  private MessageStores() {}

  /**
   * Opens a store, makes its tables where it is new, and brings older tables up to date.
   *
   * @param jdbcUrl {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}, the
   *     driver's own parameters after a {@code ?}
   * @param missingBoards what {@link MessageStore#append} does with messages to other boards
   * @throws IllegalArgumentException if no store is known for this URL; one line
   * @throws StoreUnusableException if what is there was written by a newer program, or is no
   *     archive
   * @throws StoreUnavailableException if it cannot be opened now
   */
  public static MessageStore open(String jdbcUrl, MissingBoards missingBoards) {
    check(jdbcUrl);
    return new JdbcMessageStore(
        isPostgres(jdbcUrl) ? PostgresDatabase.open(jdbcUrl) : SqliteDatabase.open(jdbcUrl),
        missingBoards);
  }

  /** Opens a store in which a board is there from its first message on. */
  public static MessageStore open(String jdbcUrl) {
    return open(jdbcUrl, MissingBoards.CREATE);
  }

  /**
   * Opens a store that is there, to read. Changes nothing in it, and may be done while a board
   * service writes to it. Calls that write fail.
   *
   * @throws IllegalArgumentException if no store is known for this URL; one line
   * @throws StoreUnusableException if what is there has not the tables of this program
   * @throws StoreUnavailableException if it cannot be opened now
   */
  public static MessageStore openToRead(String jdbcUrl) {
    check(jdbcUrl);
    return new JdbcMessageStore(
        isPostgres(jdbcUrl)
            ? PostgresDatabase.openToRead(jdbcUrl)
            : SqliteDatabase.openToRead(jdbcUrl),
        MissingBoards.CREATE);
  }

  /**
   * Checks a URL without opening anything.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static void check(String jdbcUrl) {
    if (isPostgres(jdbcUrl)) {
      PostgresDatabase.check(jdbcUrl);
      return;
    }
    if (!jdbcUrl.startsWith(SqliteDatabase.URL_PREFIX)) {
      throw new IllegalArgumentException(
          "no message store for '"
              + describe(jdbcUrl)
              + "' (write jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE)");
    }
    String file = jdbcUrl.substring(SqliteDatabase.URL_PREFIX.length());
    if (file.isBlank()
        || file.startsWith("?")
        || file.toLowerCase(Locale.ROOT).contains(":memory:")
        || file.contains("mode=memory")) {
      throw new IllegalArgumentException(
          "'" + jdbcUrl + "' names no file, and an archive needs one (write jdbc:sqlite:FILE)");
    }
  }

  /** What is fit to be shown of a URL: parameters and user part may hold a password. */
  public static String describe(String jdbcUrl) {
    String shown = jdbcUrl.replaceFirst("[?;].*", "");
    return shown.replaceFirst("//[^/]*@", "//***@");
  }

  private static boolean isPostgres(String jdbcUrl) {
    return jdbcUrl.startsWith(PostgresDatabase.URL_PREFIX);
  }
}
