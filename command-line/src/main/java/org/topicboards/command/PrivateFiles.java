package org.topicboards.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.topicboards.broker.AccessRefusedException;

/**
 * Files that only their user may read. On a system without POSIX permissions they have what the
 * user's own folder gives them.
 */
final class PrivateFiles {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** What the JVM calls a user whom the system's user list does not know. */
  private static final String UNKNOWN_USER = "?";

  private PrivateFiles() {}

  /** Creates a folder that only this user can enter, if there is none. */
  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes("rwx------"));
    }
  }

  /** Opens a file for writing, created if need be, and makes it private. */
  static FileChannel open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            attributes("rw-------"));
    if (POSIX) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    return channel;
  }

  /** Writes a new private file in place of an old one, down to the disk. */
  static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes("rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Reads a private file.
   *
   * @throws AccessRefusedException if it is not private to this user
   */
  static String read(Path file) throws IOException {
    requirePrivate(file);
    return Files.readString(file).strip();
  }

  /**
   * Refuses a file that another user owns, or may read or write.
   *
   * @throws AccessRefusedException if so
   */
  static void requirePrivate(Path file) throws IOException {
    if (!POSIX) {
      return;
    }
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    String owner = attributes.owner().getName();
    String user = System.getProperty("user.name");
    if (!owner.equals(user) && !user.equals(UNKNOWN_USER)) {
      throw new AccessRefusedException(
          file
              + " belongs to "
              + owner
              + ", not to "
              + user
              + " (name the broker with --broker, or a folder of your own with --data)");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw new AccessRefusedException(
          file
              + " is open to other users ("
              + PosixFilePermissions.toString(attributes.permissions())
              + "), and so is not trusted (chmod 600 it, or start the board service again)");
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
