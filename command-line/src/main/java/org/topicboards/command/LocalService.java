package org.topicboards.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;

/**
 * How commands find the embedded broker of the board service on this machine: the service holds a
 * lock on its data folder for as long as it lives, and leaves its broker's URI, with the password,
 * in a file there that only its user can read.
 *
 * <p>The URI is trusted only while the lock is held, because after a crash the file stays behind
 * and another program may by then listen on the port: it must not be sent a password.
 *
 * <p>An instance is the service's side. Thread-safe.
 */
public final class LocalService implements AutoCloseable {

  private static final String LOCK_FILE = "board-service.lock";
  private static final String URI_FILE = "broker.uri";

  /** A client that looks for a service holds a shared lock for a moment. */
  private static final long LOCK_PATIENCE_MILLIS = 1_000;

  private static final long LOCK_RETRY_MILLIS = 20;

  private final Path folder;
  private final FileChannel lockFile;

  private LocalService(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes this process the one board service on {@code folder}, which is created if need be, until
   * {@link #close} or the end of the process. Blocks for at most about a second.
   *
   * @throws CommandException if another service has the folder
   * @throws IOException if the folder cannot be created or written
   */
  public static LocalService lock(Path folder) throws IOException {
    PrivateFiles.createFolder(folder);
    FileChannel lockFile = PrivateFiles.open(folder.resolve(LOCK_FILE));
    boolean locked = false;
    try {
      locked = lockWithPatience(lockFile);
    } finally {
      if (!locked) {
        lockFile.close();
      }
    }
    if (!locked) {
      throw new CommandException(
          ExitCode.FAILED,
          "another board service uses the data folder "
              + folder
              + " (stop it, or name another folder with --data)");
    }
    LocalService service = new LocalService(folder, lockFile);
    Files.deleteIfExists(folder.resolve(URI_FILE));
    return service;
  }

  /**
   * Tells the commands on this machine where the broker is. Atomic: they find the old URI or the
   * new one.
   *
   * @param brokerUri with its password
   */
  public void advertise(String brokerUri) throws IOException {
    Path written = folder.resolve(URI_FILE + ".new");
    PrivateFiles.write(written, brokerUri);
    Files.move(
        written,
        folder.resolve(URI_FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Withdraws the URI, then gives up the folder. Idempotent. */
  @Override
  public void close() throws IOException {
    if (lockFile.isOpen()) {
      Files.deleteIfExists(folder.resolve(URI_FILE));
      lockFile.close();
    }
  }

  /**
   * The broker of the board service that runs on {@code folder}.
   *
   * <p>Not for the service's own process: systems with POSIX locks drop a process's lock on a file
   * when it closes any of its handles.
   *
   * @throws BrokerUnavailableException if no service runs there, or it has no broker of its own
   * @throws org.topicboards.broker.AccessRefusedException if it belongs to another user
   * @throws IOException if the folder cannot be read
   */
  public static BrokerUri find(Path folder) throws IOException {
    Path uriFile = folder.resolve(URI_FILE);
    if (!isRunning(folder)) {
      throw new BrokerUnavailableException(
          "no board service runs on "
              + folder
              + " (start one with board-service, or name a broker with --broker)");
    }
    try {
      return BrokerUri.parse(PrivateFiles.read(uriFile));
    } catch (NoSuchFileException e) {
      throw new BrokerUnavailableException(
          "the board service on "
              + folder
              + " has no broker of its own, or is still starting (name its broker with --broker)",
          e);
    }
  }

  private static boolean isRunning(Path folder) throws IOException {
    Path path = folder.resolve(LOCK_FILE);
    if (!Files.exists(path)) {
      return false;
    }
    PrivateFiles.requirePrivate(path);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        FileLock lock = tryLock(file, true)) {
      return lock == null;
    }
  }

  private static boolean lockWithPatience(FileChannel file) throws IOException {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOCK_PATIENCE_MILLIS);
    try {
      while (tryLock(file, false) == null) {
        if (System.nanoTime() - deadlineNanos > 0) {
          return false;
        }
        Thread.sleep(LOCK_RETRY_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The lock, or null if another process has one that excludes it, or this process itself. */
  private static @Nullable FileLock tryLock(FileChannel file, boolean shared) throws IOException {
    try {
      return file.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
