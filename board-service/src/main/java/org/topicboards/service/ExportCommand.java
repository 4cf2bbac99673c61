package org.topicboards.service;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.command.NamedFile;
import org.topicboards.message.BoardPattern;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.StoreException;
import org.topicboards.units.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The command {@code board-service export}. */
@Command(
    name = "export",
    header = "Writes the archive as CloudEvents JSON lines.",
    customSynopsis =
        "board-service export [--board PATTERN] [--file FILE] [--data DIR | --store JDBC-URL]",
    description = {
      "%nIn the order of the archive, up to where it is now. A service may be running on it. With"
          + " --file the file is there once it is complete.%n",
    })
final class ExportCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 64 << 10;

  @ParentCommand private @Nullable BoardService service;

  @Option(
      names = "--board",
      paramLabel = "PATTERN",
      split = ",",
      description = "The boards to write; may be repeated (default: all, system boards too).")
  private List<String> patterns = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Where to write (default: standard output).")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    BoardService command = BoardService.require(service);
    List<BoardPattern> boards = patterns.stream().map(BoardPattern::of).toList();
    if (file != null) {
      NamedFile.refuseFolder(file);
    }
    String jdbcUrl = command.archive().jdbcUrl();
    try (MessageStore store = MessageStores.openToRead(jdbcUrl)) {
      ArchiveExport export = new ArchiveExport(store, boards);
      boolean isComplete = true;
      try (Progress progress = Progress.of(command.shell(), "exported", export.total())) {
        if (file != null) {
          isComplete = writeFile(export, file, progress);
        } else {
          isComplete = writeOutput(export, command.shell().out(), progress);
        }
      }
      if (isComplete) {
        command
            .shell()
            .err()
            .println("board-service: exported " + Counted.of(export.written(), "message"));
      }
      return ExitCode.DONE;
    } catch (StoreException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A file is replaced once it is complete; a pipe or a device is written to.
   *
   * @return whether all was written
   */
  private static boolean writeFile(ArchiveExport export, Path file, Progress progress)
      throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return whileSomebodyReads(() -> write(export, file, progress));
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    write(export, unfinished, progress);
    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static void write(ArchiveExport export, Path file, Progress progress) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
      export.writeTo(out, progress);
    }
  }

  private static boolean writeOutput(ArchiveExport export, OutputStream output, Progress progress)
      throws IOException {
    OutputStream out = new BufferedOutputStream(output, BUFFER_BYTES);
    return whileSomebodyReads(
        () -> {
          export.writeTo(out, progress);
          out.flush();
        });
  }

  /** Whether all was read. A reader that has seen enough, such as head, is a normal end. */
  private static boolean whileSomebodyReads(Writing writing) throws IOException {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        return false;
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
