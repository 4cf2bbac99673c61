package org.topicboards.broker.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.transport.AbstractAMQPConnection;
import org.apache.qpid.server.transport.NonBlockingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.embedded.process.Reason;

/** One Apache Qpid Broker-J: starts it, finds out what went wrong, stops it. */
final class QpidServer implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(QpidServer.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int START_TIMEOUT_MINUTES = 5;

  private final Path storeFolder;
  private final CompletableFuture<Broker<?>> broker = new CompletableFuture<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final QpidThreads threads = new QpidThreads(this::failed);
  private final Startup startup = new Startup();
  private final SystemLauncher launcher = new SystemLauncher(startup);

  private int boundPort;

  private QpidServer(Path storeFolder) {
    this.storeFolder = storeFolder;
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @param port 0 for any that is free
   * @throws EmbeddedBrokerException where it does not; nothing of it is left running
   */
  static QpidServer start(Path storeFolder, int port, String user, String password) {
    QpidTextLength.correct();
    requireBindable(port);
    QpidServer server = new QpidServer(storeFolder);
    boolean started = false;
    try {
      server.launch(attributes(storeFolder, port, user, password));
      QpidShutdownHook.remove(server.broker.join());
      server.requireActiveStore();
      server.boundPort = server.requireActivePort(port);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /** The port that it listens on. */
  int port() {
    return boundPort;
  }

  /** Stops it; waits for at most half a minute. Further calls do nothing. */
  @Override
  public void close() {
    stopping.set(true);
    if (closed.compareAndSet(false, true)) {
      launcher.shutdown();
    }
  }

  private void launch(Map<String, Object> attributes) {
    Thread starter =
        new Thread(
            threads,
            () -> {
              try {
                launcher.startup(attributes);
                broker.complete(startup.broker());
              } catch (Exception e) {
                broker.completeExceptionally(e);
              }
            },
            "embedded-broker-start");
    starter.start();
    try {
      broker.get(START_TIMEOUT_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw notStarted(e.getCause());
    } catch (TimeoutException e) {
      throw new EmbeddedBrokerException(
          "the message store in %s could not be opened within %d minutes; a long queue needs a larger heap"
              .formatted(storeFolder, START_TIMEOUT_MINUTES),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedBrokerException("interrupted while the embedded broker was starting", e);
    }
  }

  /** Called by the thread that the failure ends: the broker stops, what it confirmed is kept. */
  private void failed(Thread thread, Throwable failure) {
    if (broker.completeExceptionally(failure)) {
      return;
    }
    disconnectClientOf(thread);
    if (stopping.compareAndSet(false, true)) {
      LOGGER.error(
          "the embedded broker stops, its message store {} failed: {}",
          storeFolder,
          Reason.of(failure));
      new Thread(this::close, "embedded-broker-stop").start();
    }
  }

  /** Qpid would not: its own shutdown waits for a connection whose thread is no more. */
  private void disconnectClientOf(Thread thread) {
    broker.join().getPorts().stream()
        .flatMap(port -> port.getConnections().stream())
        .filter(AbstractAMQPConnection.class::isInstance)
        .map(connection -> ((AbstractAMQPConnection<?, ?>) connection).getNetwork())
        .filter(network -> thread.getName().equals("IO-" + network.getRemoteAddress()))
        .filter(NonBlockingConnection.class::isInstance)
        .map(NonBlockingConnection.class::cast)
        .forEach(
            network -> {
              network.close();
              network.doWork();
            });
  }

  private static Map<String, Object> attributes(
      Path storeFolder, int port, String user, String password) {
    URL configuration =
        Objects.requireNonNull(
            QpidServer.class.getResource("embedded-broker.json"), "embedded-broker.json");
    Map<String, String> context = new HashMap<>(QpidSettings.CONTEXT);
    context.put("embedded.port", Integer.toString(port));
    context.put("embedded.user", user);
    context.put("embedded.password", literal(password));
    context.put("embedded.storeFolder", literal(storeFolder.toAbsolutePath().toString()));
    context.put("qpid.work_dir", literal(storeFolder.toAbsolutePath().toString()));
    return Map.of(
        SystemConfig.TYPE,
        "Memory",
        SystemConfig.INITIAL_CONFIGURATION_LOCATION,
        configuration.toExternalForm(),
        SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
        false,
        SystemConfig.CONTEXT,
        context);
  }

  /**
   * Text that Qpid is not to take for a reference to a variable: it expands the context itself and
   * then every attribute that refers to it, and each time {@code $$} becomes {@code $}.
   */
  private static String literal(String text) {
    return text.replace("$", "$$$$");
  }

  /**
   * Qpid only logs why one of its parts did not start, and goes on without it. Asked again, the
   * part that has the store tells.
   */
  private void requireActiveStore() {
    for (VirtualHostNode<?> node : broker.join().getVirtualHostNodes()) {
      VirtualHost<?> host = node.getVirtualHost();
      if (node.getState() != State.ACTIVE || host == null || host.getState() != State.ACTIVE) {
        try {
          node.start();
        } catch (RuntimeException e) {
          throw notStarted(e);
        }
        throw notStarted(null);
      }
    }
  }

  /** The port that it listens on. */
  private int requireActivePort(int wantedPort) {
    Port<?> port = broker.join().getPorts().iterator().next();
    if (port.getState() != State.ACTIVE) {
      throw portUnusable(wantedPort, null);
    }
    return port.getBoundPort();
  }

  /** Finds out in a moment, and with the reason, what Qpid would tell after a second, without. */
  private static void requireBindable(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException e) {
      throw portUnusable(port, e);
    }
  }

  private static EmbeddedBrokerException portUnusable(int port, @Nullable IOException cause) {
    return new EmbeddedBrokerException(
        "port %d on %s cannot be used%s; choose another, or 0 for any that is free"
            .formatted(port, LOOPBACK, cause == null ? "" : ": " + Reason.of(cause)),
        cause);
  }

  private EmbeddedBrokerException notStarted(@Nullable Throwable cause) {
    return new EmbeddedBrokerException(
        "the message store in %s could not be opened%s"
            .formatted(storeFolder, cause == null ? "" : ": " + Reason.of(cause)),
        cause);
  }

  /** Qpid reports a failed start to its listener only. */
  private static final class Startup extends DefaultSystemLauncherListener {

    private @Nullable SystemConfig<?> systemConfig;
    private @Nullable RuntimeException failure;

    @Override
    public void onContainerResolve(SystemConfig<?> resolved) {
      systemConfig = resolved;
    }

    @Override
    public void errorOnStartup(RuntimeException e) {
      failure = e;
    }

    Broker<?> broker() {
      if (failure != null) {
        throw failure;
      }
      return (Broker<?>) Objects.requireNonNull(systemConfig, "not resolved").getContainer();
    }
  }
}
