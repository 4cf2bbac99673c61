package org.topicboards.service;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the archive is.
 *
 * @param dataFolder the folder of the service
 * @param storeUrl the JDBC URL of the archive, or null for a file in that folder
 */
record ArchiveLocation(Path dataFolder, @Nullable String storeUrl) {

  private static final String FILE = "archive.db";

  /** Whether it belongs to the data folder, which one service at a time uses. */
  boolean isInDataFolder() {
    return storeUrl == null;
  }

  /**
   * The JDBC URL, which may hold a password.
   *
   * @throws IllegalArgumentException if the data folder's name does not fit into one
   */
  String jdbcUrl() {
    if (storeUrl != null) {
      return storeUrl;
    }
    Path file = dataFolder.resolve(FILE);
    if (file.toString().indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "the data folder must not have a '?' in its name, but is " + dataFolder);
    }
    return "jdbc:sqlite:" + file;
  }
}
