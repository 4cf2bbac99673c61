package org.topicboards.service.http;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server: {@code /health} (200 while the process works, else 503), {@code /ready} (200
 * while the messages of every broker are archived and all that is to be relayed is, else 503 with
 * the reasons), both with the state of each broker, {@code /relays} (how each relay stands) and
 * {@code /metrics} (Prometheus text).
 */
public final class HttpEndpoints implements AutoCloseable {

  private static final int MAX_THREADS = 8;
  private static final int MIN_THREADS = 1;
  private static final long IDLE_TIMEOUT_MILLIS = 30_000;

  private final Server server;
  private final ServerConnector connector;

  private HttpEndpoints(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to answer.
   *
   * @param host the name or address of the interface to listen on, {@code 0.0.0.0} for all of them
   * @param port 0 takes any that is free
   * @throws IOException if the port cannot be listened on; the message names it
   */
  public static HttpEndpoints start(String host, int port, ServiceState state) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    server.addConnector(connector);
    server.setHandler(new StateHandler(state));
    HttpEndpoints endpoints = new HttpEndpoints(server, connector);
    try {
      connector.open();
      server.start();
      return endpoints;
    } catch (Exception e) {
      endpoints.close();
      throw new IOException(
          "cannot listen for HTTP on %s:%d: %s (choose another with --http-host and --http-port)"
              .formatted(host, port, reason(e)),
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops to answer. Idempotent. */
  @Override
  public void close() {
    try {
      connector.close();
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop: " + e, e);
    }
  }

  private static String reason(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "there is no such host";
      }
      if (cause instanceof SocketException socket) {
        return String.valueOf(socket.getMessage());
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
