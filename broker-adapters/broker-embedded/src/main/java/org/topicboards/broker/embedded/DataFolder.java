package org.topicboards.broker.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.embedded.process.Reason;

/**
 * The folder of one running broker, held by a lock that ends with the process:
 *
 * <pre>
 * broker.lock   held while a broker runs on the folder
 * password      the generated password, readable by its owner only
 * messages/     the message store
 * </pre>
 */
final class DataFolder implements AutoCloseable {

  private static final int PASSWORD_BYTES = 24;

  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if needed and takes its lock.
   *
   * @throws EmbeddedBrokerException where it is no folder, cannot be written or is in use
   */
  static DataFolder open(Path folder) {
    FileChannel lockFile = null;
    try {
      create(folder);
      lockFile =
          FileChannel.open(
              folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lockFile)) {
        lockFile.close();
        throw new EmbeddedBrokerException(
            "data folder "
                + folder
                + " is in use by another broker; stop it or name another folder",
            null);
      }
      return new DataFolder(folder, lockFile);
    } catch (FileAlreadyExistsException e) {
      throw new EmbeddedBrokerException("data folder " + folder + " is a file, not a folder", e);
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw new EmbeddedBrokerException(
          "data folder " + folder + " cannot be written: " + Reason.of(e), e);
    }
  }

  /** The folder of the message store. */
  Path messages() {
    return folder.resolve("messages");
  }

  /**
   * The password that an earlier broker on this folder generated, else a new one, then kept.
   *
   * @throws EmbeddedBrokerException where it can be neither read nor written
   */
  String generatedPassword() {
    Path file = folder.resolve("password");
    try {
      if (Files.exists(file)) {
        String kept = Files.readString(file, US_ASCII).strip();
        if (!kept.isEmpty()) {
          return kept;
        }
      }
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      write(file, password);
      return password;
    } catch (IOException e) {
      throw new EmbeddedBrokerException(
          "password file " + file + " cannot be used: " + Reason.of(e), e);
    }
  }

  /** Lets the folder go. */
  @Override
  public void close() {
    closeQuietly(lockFile);
  }

  /** The file is whole and private from the first moment on, or not there. */
  private static void write(Path file, String password) throws IOException {
    Path part = file.resolveSibling("password.part");
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            readableByOwnerOnly("rw-------"))) {
      ByteBuffer bytes = US_ASCII.encode(password + System.lineSeparator());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the folder, for its owner only, where there is none. */
  static void create(Path folder) throws IOException {
    Files.createDirectories(folder, readableByOwnerOnly("rwx------"));
  }

  private static FileAttribute<?>[] readableByOwnerOnly(String permissions) {
    // On Windows a new file takes the permissions of the user's own folder.
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isLocked(FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock goes with the file descriptor, which is closed either way.
      }
    }
  }
}
