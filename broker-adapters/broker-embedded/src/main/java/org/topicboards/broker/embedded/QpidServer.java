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
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.jspecify.annotations.Nullable;

/** One Apache Qpid Broker-J: starts it, finds out what went wrong, stops it. */
final class QpidServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final SystemLauncher launcher;
  private final int port;

  private QpidServer(SystemLauncher launcher, int port) {
    this.launcher = launcher;
    this.port = port;
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @param port 0 for any that is free
   * @throws EmbeddedBrokerException where it does not; nothing of it is left running
   */
  static QpidServer start(Path storeFolder, int port, String user, String password) {
    requireBindable(port);
    Startup startup = new Startup();
    SystemLauncher launcher = new SystemLauncher(startup);
    boolean started = false;
    try {
      launcher.startup(attributes(storeFolder, port, user, password));
      Broker<?> broker = startup.broker(storeFolder);
      broker.getVirtualHostNodes().forEach(node -> requireActive(node, storeFolder));
      int boundPort = boundPort(broker, port);
      started = true;
      return new QpidServer(launcher, boundPort);
    } catch (EmbeddedBrokerException e) {
      throw e;
    } catch (Exception e) {
      throw notStarted(storeFolder, e);
    } finally {
      if (!started) {
        launcher.shutdown();
      }
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    launcher.shutdown();
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
   * part tells.
   */
  private static void requireActive(VirtualHostNode<?> node, Path storeFolder) {
    if (node.getState() == State.ACTIVE
        && node.getVirtualHost() != null
        && node.getVirtualHost().getState() == State.ACTIVE) {
      return;
    }
    try {
      node.start();
    } catch (RuntimeException e) {
      throw notStarted(storeFolder, e);
    }
    throw notStarted(storeFolder, null);
  }

  private static int boundPort(Broker<?> broker, int wantedPort) {
    Port<?> port = broker.getPorts().iterator().next();
    if (port.getState() != State.ACTIVE || port.getBoundPort() <= 0) {
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

  private static EmbeddedBrokerException notStarted(Path storeFolder, @Nullable Throwable cause) {
    return new EmbeddedBrokerException(
        "the message store in "
            + storeFolder
            + " could not be opened"
            + (cause == null ? "" : ": " + Reason.of(cause)),
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

    Broker<?> broker(Path storeFolder) {
      if (failure != null || systemConfig == null) {
        throw notStarted(storeFolder, failure);
      }
      return (Broker<?>) systemConfig.getContainer();
    }
  }
}
