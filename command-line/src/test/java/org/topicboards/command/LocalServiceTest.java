package org.topicboards.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BrokerUnavailableException;

class LocalServiceTest {

  private static final String URI = "amqp://board:s3cret@127.0.0.1:5673/";

  @TempDir Path temporary;

  @Test
  void shouldFindTheBrokerOfALivingService() throws Exception {
    try (OtherProcess service = OtherProcess.serviceOn(folder(), URI)) {
      assertThat(service.isAlive()).isTrue();
      assertThat(LocalService.find(folder()).password()).hasValue("s3cret");
    }
  }

  @Test
  void shouldNotTrustWhatAKilledServiceLeftBehind() throws Exception {
    try (OtherProcess service = OtherProcess.serviceOn(folder(), URI)) {
      service.kill();
    }

    assertThat(folder().resolve("broker.uri")).exists();
    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(() -> LocalService.find(folder()))
        .withMessageContaining("no board service runs on " + folder())
        .withMessageContaining("--broker");
  }

  @Test
  void shouldFindNothingInAFolderThatNoServiceEverHad() {
    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(() -> LocalService.find(temporary.resolve("none")))
        .withMessageContaining("no board service runs on");
    assertThat(temporary.resolve("none")).doesNotExist();
  }

  @Test
  void shouldSayThatAServiceHasNoBrokerOfItsOwn() throws IOException {
    try (LocalService service = LocalService.lock(folder())) {
      assertThat(service).isNotNull();
      assertThatExceptionOfType(BrokerUnavailableException.class)
          .isThrownBy(() -> LocalService.find(folder()))
          .withMessageContaining("has no broker of its own");
    }
  }

  @Test
  void shouldWithdrawTheUriOnClose() throws IOException {
    LocalService service = LocalService.lock(folder());
    service.advertise(URI);
    service.close();
    service.close();

    assertThat(folder().resolve("broker.uri")).doesNotExist();
    LocalService.lock(folder()).close();
  }

  @Test
  void shouldLetOnlyTheOwnerReadTheUri() throws IOException {
    try (LocalService service = LocalService.lock(folder())) {
      service.advertise("amqp://old/");
      service.advertise(URI);

      assertThat(permissions(folder())).isEqualTo("rwx------");
      assertThat(permissions(folder().resolve("broker.uri"))).isEqualTo("rw-------");
      assertThat(permissions(folder().resolve("board-service.lock"))).isEqualTo("rw-------");
      assertThat(folder().resolve("broker.uri")).hasContent(URI);
    }
  }

  @Test
  void shouldNotTrustAUriThatOthersCouldHaveWritten() throws Exception {
    try (OtherProcess service = OtherProcess.serviceOn(folder(), URI)) {
      assertThat(service.isAlive()).isTrue();
      Files.setPosixFilePermissions(
          folder().resolve("broker.uri"), PosixFilePermissions.fromString("rw-rw----"));

      assertThatExceptionOfType(AccessRefusedException.class)
          .isThrownBy(() -> LocalService.find(folder()))
          .withMessageContaining("rw-rw----")
          .withMessageNotContaining("s3cret");
    }
  }

  @Test
  void shouldNotTrustALockThatOthersCouldHold() throws Exception {
    try (OtherProcess service = OtherProcess.serviceOn(folder(), URI)) {
      assertThat(service.isAlive()).isTrue();
      Files.setPosixFilePermissions(
          folder().resolve("board-service.lock"), PosixFilePermissions.fromString("rw-r--r--"));

      assertThatExceptionOfType(AccessRefusedException.class)
          .isThrownBy(() -> LocalService.find(folder()))
          .withMessageContaining("rw-r--r--");
    }
  }

  @Test
  void shouldRefuseASecondServiceOnTheSameFolder() throws Exception {
    try (OtherProcess service = OtherProcess.serviceOn(folder(), URI)) {
      assertThat(service.isAlive()).isTrue();
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> LocalService.lock(folder()))
          .withMessageContaining(folder().toString())
          .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED));
      assertThat(LocalService.find(folder()).scheme()).isEqualTo("amqp");
    }
  }

  @Test
  void shouldStartWhileAClientIsLookingForIt() throws Exception {
    LocalService.lock(folder()).close();
    FileChannel file =
        FileChannel.open(folder().resolve("board-service.lock"), StandardOpenOption.READ);
    FileLock look = file.lock(0, Long.MAX_VALUE, true);
    CompletableFuture<Void> looked =
        CompletableFuture.runAsync(
            () -> {
              try {
                look.release();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));

    try (file;
        LocalService service = LocalService.lock(folder())) {
      assertThat(service).isNotNull();
      looked.join();
    }
  }

  private Path folder() {
    return temporary.resolve("data");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
