package org.topicboards.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.command.LineReader;
import org.topicboards.command.LocalService;
import org.topicboards.command.NamedFile;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The command {@code board-service import}. */
@Command(
    name = "import",
    header = "Adds the lines of an export to an archive.",
    customSynopsis = "board-service import [--file FILE] [--data DIR | --store JDBC-URL]",
    description = {
      "%nMessages that are there already are counted and passed over. The others keep their"
          + " sequence and time of archiving where these continue the archive's order, as in an"
          + " empty one; else they come after what is there.%n",
    })
final class ImportCommand implements Callable<Integer> {

  /** A body of 16 MiB of which JSON writes each byte as six characters, and its headers. */
  private static final int MAX_LINE_BYTES = 100 << 20;

  @ParentCommand private @Nullable BoardService service;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "What to read (default: standard input).")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    if (file != null) {
      NamedFile.refuseFolder(file);
    }
    BoardService command = BoardService.require(service);
    ArchiveLocation archive = command.archive();
    if (!archive.isInDataFolder()) {
      return run(command, archive.jdbcUrl());
    }
    LocalService folderLock = LocalService.lock(archive.dataFolder());
    try {
      return run(command, archive.jdbcUrl());
    } finally {
      folderLock.close();
    }
  }

  private int run(BoardService command, String jdbcUrl) throws IOException {
    long bytes = file == null ? 0 : Files.size(file);
    try (InputStream in = file == null ? command.shell().in() : Files.newInputStream(file);
        MessageStore store = MessageStores.open(jdbcUrl)) {
      ArchiveImport archiveImport = new ArchiveImport(store);
      try (Progress progress = Progress.of(command.shell(), "read", bytes)) {
        archiveImport.readFrom(new LineReader(in, MAX_LINE_BYTES), progress);
      }
      command.shell().err().println("board-service: " + archiveImport.summary());
      return ExitCode.DONE;
    } catch (StoreException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
