package org.topicboards.comparison.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the process that listens on a port of this machine, on Linux and where it may be seen. */
public final class ListeningProcess {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningProcess() {}

  /** The process, or nothing where the host is another machine or nothing can be told. */
  public static Optional<ProcessHandle> find(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
        return Optional.empty();
      }
      Set<String> sockets =
          Stream.of("net/tcp", "net/tcp6")
              .map(PROC::resolve)
              .flatMap(table -> listening(table, port))
              .map(inode -> "socket:[" + inode + "]")
              .collect(Collectors.toSet());
      return ProcessHandle.allProcesses().filter(process -> holds(process, sockets)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> listening(Path table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try {
      return Files.readAllLines(table, StandardCharsets.US_ASCII).stream()
          .map(line -> List.of(line.strip().split("\\s+")))
          .filter(columns -> columns.size() > INODE)
          .filter(columns -> columns.get(LOCAL_ADDRESS).endsWith(suffix))
          .filter(columns -> columns.get(STATE).equals(LISTENING))
          .map(columns -> columns.get(INODE));
    } catch (IOException e) {
      return Stream.empty(); // not Linux
    }
  }

  private static boolean holds(ProcessHandle process, Set<String> sockets) {
    try (Stream<Path> files = Files.list(PROC.resolve(process.pid() + "/fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException e) {
      return false; // another user's, or gone
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
