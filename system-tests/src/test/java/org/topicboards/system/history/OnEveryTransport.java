package org.topicboards.system.history;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.system.roundtrip.Transport;
import org.topicboards.system.roundtrip.Transports;

/** The ground of tests that run on each transport; its scenes are closed after each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class OnEveryTransport {

  private final Deque<HistoryScene> scenes = new ArrayDeque<>();
  private Transports transports;

  @TempDir private Path storeFolder;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    transports = Transports.start(folder);
  }

  @AfterAll
  void stop() {
    transports.close();
  }

  @AfterEach
  void closeScenes() throws Exception {
    while (!scenes.isEmpty()) {
      scenes.pop().close();
    }
  }

  Stream<Transport> transports() {
    return transports.all().stream();
  }

  Stream<Transport> durableTransports() {
    return transports().filter(transport -> !transport.name().startsWith("UDP"));
  }

  /** A scene whose board service does not run yet. */
  HistoryScene scene(Transport transport) {
    HistoryScene scene = new HistoryScene(transport, storeFolder);
    scenes.push(scene);
    return scene;
  }

  /** A scene with a board service. */
  HistoryScene open(Transport transport) {
    HistoryScene scene = scene(transport);
    scene.startService();
    return scene;
  }
}
