package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.command.LocalService;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.BoardInfo;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.PostedMessage;

/** The commands {@code board-service export} and {@code board-service import}. */
@Timeout(120)
class ExportImportTest {

  private static final BoardName NEWS = BoardName.of("news.today");
  private static final BoardName SPORTS = BoardName.of("sports");
  private static final BoardName DEAD = BoardName.of("_dead.alice");

  @TempDir private Path folder;

  @Test
  void shouldBringEverythingBackIntoAnEmptyArchive() throws Exception {
    fill(data("a"));
    Path file = folder.resolve("export.jsonl");

    CommandRun export = run("export", "--file", file.toString(), "--data", data("a").toString());
    CommandRun imported = run("import", "--file", file.toString(), "--data", data("b").toString());

    assertThat(export.err())
        .isEqualTo("board-service: exported 305 messages" + System.lineSeparator());
    assertThat(export.out()).isEmpty();
    assertThat(imported.err())
        .isEqualTo("board-service: imported 305 messages" + System.lineSeparator());
    assertThat(contents(data("b"))).containsExactlyElementsOf(contents(data("a"))).hasSize(305);
    CommandRun again = run("export", "--data", data("b").toString());
    assertThat(again.outBytes()).isEqualTo(Files.readAllBytes(file));
    assertThat(folder.resolve("export.jsonl.part")).doesNotExist();
  }

  @Test
  void shouldPassOverWhatIsThere() throws Exception {
    fill(data("a"));
    byte[] lines = run("export", "--data", data("a").toString()).outBytes();
    try (MessageStore store = open(data("a"))) {
      store.append(List.of(new PostedMessage(NEWS, Message.from("new").build())));
    }

    CommandRun imported =
        CommandRun.in(Map.of())
            .reading(lines)
            .run(BoardService::new, "import", "--data", data("a").toString());

    assertThat(imported.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(imported.err()).contains("imported 0 messages, 305 were there already");
    assertThat(contents(data("a"))).hasSize(306);
  }

  @Test
  void shouldCountOneMessageAsOne() throws Exception {
    try (MessageStore store = open(data("a"))) {
      store.append(List.of(new PostedMessage(NEWS, Message.from("new").build())));
    }
    CommandRun exported = run("export", "--data", data("a").toString());
    assertThat(exported.err()).contains("exported 1 message" + System.lineSeparator());

    for (String said : List.of("imported 1 message", "imported 0 messages, 1 was there already")) {
      CommandRun imported =
          CommandRun.in(Map.of())
              .reading(exported.outBytes())
              .run(BoardService::new, "import", "--data", data("b").toString());
      assertThat(imported.err()).endsWith(said + System.lineSeparator());
    }
  }

  @Test
  void shouldExportTheBoardsThatMatchWhileAServiceWrites() throws Exception {
    fill(data("a"));
    try (MessageStore service = open(data("a"))) {
      service.append(
          List.of(new PostedMessage(SPORTS, Message.from("x").id("while").type("t").build())));

      CommandRun export =
          run("export", "--board", "sports,_dead.#", "--data", data("a").toString());

      assertThat(export.out().lines()).hasSize(3).allMatch(line -> line.contains("archivedtime"));
      assertThat(export.out().lines().toList().get(2))
          .contains("\"id\":\"while\"")
          .contains("\"board\":\"sports\",\"archivesequence\":\"2\"");
    }
  }

  @Test
  void shouldTakeLinesOfOtherPrograms() throws Exception {
    String line =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"board\":\"news\"}\n";
    Instant before = Instant.now();

    CommandRun imported =
        CommandRun.in(Map.of())
            .reading(line + "\n" + line.replace("\"1\"", "\"2\""))
            .run(BoardService::new, "import", "--data", data("a").toString());

    assertThat(imported.exitCode()).isEqualTo(ExitCode.DONE);
    try (MessageStore store = open(data("a"))) {
      List<ArchivedMessage> stored = store.read(BoardName.of("news"), 1, 10);
      assertThat(stored).extracting(ArchivedMessage::sequence).containsExactly(1L, 2L);
      assertThat(stored.get(0).archived()).isBetween(before, Instant.now());
    }
  }

  @Test
  void shouldNameTheLineThatIsNoMessage() throws Exception {
    String good =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"board\":\"news\"";
    for (String bad :
        List.of(
            "{]",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
            good + ",\"archivesequence\":\"x\"}",
            good + ",\"archivesequence\":\"9223372036854775807\"}",
            good + ",\"archivesequence\":\"-1\"}",
            good + ",\"archivedtime\":\"yesterday\"}")) {
      CommandRun imported =
          CommandRun.in(Map.of())
              .reading(good + "}\n" + bad + "\n")
              .run(BoardService::new, "import", "--data", data("bad").toString());

      assertThat(imported.exitCode()).as(bad).isEqualTo(ExitCode.FAILED);
      assertThat(imported.err()).as(bad).contains("line 2: ").hasLineCount(1);
    }
    try (MessageStore store = open(data("bad"))) {
      assertThat(store.read(BoardName.of("news"), 1, 10)).as("before line 2").hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldWriteThroughALinkAndIntoAPipe() throws Exception {
    fill(data("a"));
    String lines = run("export", "--data", data("a").toString()).out();
    Path target = Files.writeString(folder.resolve("target"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    run("export", "--data", data("a").toString(), "--file", link.toString());
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent(lines);

    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readAll(pipe));
    run("export", "--data", data("a").toString(), "--file", pipe.toString());
    assertThat(read).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(lines);
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void shouldNotImportUnderARunningService() throws Exception {
    LocalService service = LocalService.lock(data("a"));
    try {
      CommandRun imported = run("import", "--data", data("a").toString());

      assertThat(imported.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(imported.err()).contains("another board service").hasLineCount(1);
    } finally {
      service.close();
    }
  }

  @Test
  void shouldSayThatThereIsNoArchive() {
    CommandRun export = run("export", "--data", data("nothing").toString());

    assertThat(export.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(export.err())
        .contains("there is no archive ", "archive.db: no such file (check --data or --store")
        .hasLineCount(1);
    assertThat(data("nothing")).doesNotExist();
  }

  @Test
  void shouldLeaveAFolderAlone() throws Exception {
    fill(data("a"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String command : List.of("export", "import")) {
      CommandRun run = run(command, "--file", empty.toString(), "--data", data("a").toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).isEqualTo("board-service: " + empty + ": it is a folder\n");
    }
    assertThat(empty).isEmptyDirectory();
    assertThat(folder.resolve("empty.part")).doesNotExist();
  }

  @Test
  void shouldEndWhenNobodyReads() throws Exception {
    fill(data("a"));
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandRun export =
        CommandRun.in(Map.of())
            .startInto(closed, BoardService::new, "export", "--data", data("a").toString())
            .await();

    assertThat(export.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(export.err()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldEndWhenNobodyReadsThePipe() throws Exception {
    fill(data("a"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader = new ProcessBuilder("head", "-c", "1", pipe.toString()).start();

    CommandRun export = run("export", "--data", data("a").toString(), "--file", pipe.toString());

    assertThat(export.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(export.err()).isEmpty();
    assertThat(reader.waitFor()).isZero();
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  private Path data(String name) {
    return folder.resolve(name);
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.in(Map.of()).run(BoardService::new, arguments);
  }

  private static MessageStore open(Path data) throws IOException {
    Files.createDirectories(data);
    return MessageStores.open(new ArchiveLocation(data, null).jdbcUrl());
  }

  /** 305 messages of all kinds on three boards, the oldest of one board gone. */
  private static void fill(Path data) throws IOException {
    Random random = new Random(20261121);
    try (MessageStore store = open(data)) {
      for (int i = 0; i < 300; i++) {
        byte[] body = new byte[random.nextInt(2_000)];
        random.nextBytes(body);
        Message.Builder message = Message.from("alice é\0").id("b" + i).body(body);
        message.header("ключ " + i, "v\0\n\uD83D\uDE00").extension("number", "" + i);
        store.append(List.of(new PostedMessage(NEWS, message.build())));
      }
      Message text = Message.from("bob").contentType("text/plain").body(bytes("ä\n\0")).build();
      Message json =
          Message.from("bob").contentType("application/json").body(bytes("{\"a\": 1e400}")).build();
      Message exported =
          Message.from("bob")
              .extension("archivesequence", "77")
              .extension("archivedtime", "never")
              .extension("board", "elsewhere")
              .build();
      Message old = Message.from("bob").time(Instant.parse("0001-01-01T00:00:00Z")).build();
      store.append(List.of(new PostedMessage(SPORTS, text), new PostedMessage(NEWS, json)));
      store.append(List.of(new PostedMessage(NEWS, exported), new PostedMessage(NEWS, old)));
      store.append(List.of(new PostedMessage(DEAD, text)));
    }
  }

  private static List<Object> contents(Path data) throws IOException {
    List<Object> contents = new ArrayList<>();
    try (MessageStore store = open(data)) {
      for (BoardInfo board : store.boards().list()) {
        for (ArchivedMessage row : store.read(board.name(), 1, Integer.MAX_VALUE)) {
          contents.add(tuple(row.board(), row.sequence(), row.archived(), row.message()));
        }
      }
    }
    return contents;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String readAll(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
