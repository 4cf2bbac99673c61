package org.topicboards.broker.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.topicboards.broker.embedded.process.Reason;

/**
 * The folder of one running broker, held by a lock that ends with the process:
 *
 * <pre>
 * broker.lock   held while a broker runs on the folder
 * broker.log    what a broker in a process of its own said
 * log/          Kafka's own: topics and metadata
 * </pre>
 */
final class DataFolder implements AutoCloseable {

  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if needed, takes its lock, and prepares it for Kafka if it is new.
   *
   * @throws EmbeddedKafkaException where it is no folder, cannot be written or is in use
   */
  static DataFolder open(Path folder) {
    create(folder);
    DataFolder dataFolder;
    try {
      dataFolder =
          new DataFolder(
              folder,
              FileChannel.open(
                  folder.resolve("broker.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    boolean opened = false;
    try {
      dataFolder.lock();
      dataFolder.format();
      opened = true;
      return dataFolder;
    } finally {
      if (!opened) {
        dataFolder.close();
      }
    }
  }

  /**
   * Makes the folder if needed.
   *
   * @throws EmbeddedKafkaException where it is no folder or cannot be written
   */
  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new EmbeddedKafkaException("data folder " + folder + " is a file, not a folder", e);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Where Kafka keeps its files. */
  static Path logFolder(Path dataFolder) {
    return dataFolder.toAbsolutePath().resolve("log");
  }

  /** The data folder that {@link #logFolder} was asked for. */
  static Path ofLogFolder(Path logFolder) {
    return Objects.requireNonNull(logFolder.getParent(), "the parent of the log folder");
  }

  /** Lets the folder go. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      // The lock goes with the file descriptor, which is closed either way.
    }
  }

  private void lock() {
    try {
      if (lockFile.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    throw new EmbeddedKafkaException(
        "data folder " + folder + " is in use by another broker; stop it or name another folder",
        null);
  }

  /** Gives a new folder the identity of a cluster of its own, as kafka-storage.sh does. */
  private void format() {
    Path logFolder = logFolder(folder);
    if (Files.exists(logFolder.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setNodeId(BrokerProperties.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
            .setMetadataLogDirectory(logFolder.toString())
            .addDirectory(logFolder.toString());
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      formatter.setPrintStream(nowhere).run();
    } catch (Exception e) {
      throw unusable(folder, e);
    }
  }

  private static EmbeddedKafkaException unusable(Path folder, Exception cause) {
    return new EmbeddedKafkaException(
        "data folder " + folder + " cannot be written: " + Reason.of(cause), cause);
  }
}
