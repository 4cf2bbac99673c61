package org.topicboards.command;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that an option names. */
public final class NamedFile {

  private NamedFile() {}

  /**
   * Says that a folder is none. Reading or replacing one fails later, in words that do not name it,
   * or replaces it where it is empty.
   *
   * @throws FileSystemException if {@code file} is a folder
   */
  public static void refuseFolder(Path file) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
  }
}
