package org.topicboards.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard input, opened on the first read.
 *
 * <p>Where it was closed ({@code <&-}), the JVM's first file got its number: reading would yield
 * the JDK's own classes. That is told apart where the system says what descriptor 0 is.
 */
final class StandardInput extends InputStream {

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");

  private @Nullable FileInputStream opened;

  /** Whether it is a terminal, or the system does not say what it is. */
  static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(DESCRIPTOR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    FileInputStream in = opened();
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw new IOException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  private FileInputStream opened() throws IOException {
    if (opened == null) {
      if (Files.isSymbolicLink(DESCRIPTOR)
          && Files.readSymbolicLink(DESCRIPTOR).startsWith(System.getProperty("java.home"))) {
        throw new IOException("standard input is closed");
      }
      opened = new FileInputStream(FileDescriptor.in);
    }
    return opened;
  }
}
