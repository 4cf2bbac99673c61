package org.topicboards.service.store;

import java.util.Locale;

/** The way in: opens the store that a JDBC URL names. Stateless. */
public final class MessageStores {

  private MessageStores() {}

  /**
   * Opens a store, makes its tables where it is new, and brings older tables up to date.
   *
   * @param jdbcUrl {@code jdbc:sqlite:FILE}, the driver's own parameters after a {@code ?}
   * @throws IllegalArgumentException if no store is known for this URL; one line
   * @throws StoreUnusableException if what is there was written by a newer program, or is no
   *     archive
   * @throws StoreUnavailableException if it cannot be opened now
   */
  public static MessageStore open(String jdbcUrl) {
    check(jdbcUrl);
    return new JdbcMessageStore(SqliteDatabase.open(jdbcUrl));
  }

  /**
   * Checks a URL without opening anything.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static void check(String jdbcUrl) {
    if (!jdbcUrl.startsWith(SqliteDatabase.URL_PREFIX)) {
      throw new IllegalArgumentException(
          "no message store for '" + withoutParameters(jdbcUrl) + "' (write jdbc:sqlite:FILE)");
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

  /** What is fit to be shown: parameters and user part of other databases may hold a password. */
  private static String withoutParameters(String url) {
    String shown = url.replaceFirst("[?;].*", "");
    return shown.replaceFirst("//[^/]*@", "//***@");
  }
}
