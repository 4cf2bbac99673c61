package org.topicboards.broker.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback interface, in front of any broker, that breaks connections on demand:
 * what is on its way through it is lost then, as on a broken network.
 *
 * <p>Thread-safe. Uses two daemon threads per connection, which end with it.
 */
public final class CuttingProxy implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

  private final InetSocketAddress target;
  private final ServerSocket server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Object gate = new Object();
  private final Thread accepting = new Thread(this::acceptConnections, "cutting-proxy accept");
  private boolean paused;
  private volatile boolean refusing;

  private CuttingProxy(InetSocketAddress target, ServerSocket server) {
    this.target = target;
    this.server = server;
  }

  /** Starts a proxy in front of {@code target}, on a free port. */
  public static CuttingProxy to(InetSocketAddress target) {
    return to(target, 0);
  }

  /**
   * Starts a proxy in front of {@code target}, on a port that was announced beforehand.
   *
   * @throws UncheckedIOException where something listens there already
   */
  public static CuttingProxy to(InetSocketAddress target, int port) {
    try {
      ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      CuttingProxy proxy = new CuttingProxy(target, server);
      proxy.accepting.setDaemon(true);
      proxy.accepting.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the proxy cannot listen on port " + port + " of the loopback interface", e);
    }
  }

  /** The port on 127.0.0.1 where the broker can be reached through this proxy. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many connections were let through so far. */
  public int acceptedConnections() {
    return accepted.get();
  }

  /** Resets every connection. New ones are let through, unless {@link #refuse} forbids it. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** Forwards nothing more, in either direction, on connections that seem to be up all the time. */
  public void pause() {
    synchronized (gate) {
      paused = true;
    }
  }

  /** Forwards again, beginning with what was held back. */
  public void resume() {
    synchronized (gate) {
      paused = false;
      gate.notifyAll();
    }
  }

  /** Resets every new connection at once, as a load balancer does whose broker is away. */
  public void refuse() {
    refusing = true;
  }

  /** Lets new connections through again. */
  public void accept() {
    refusing = false;
  }

  /** Stops listening, so that the port is free again, and resets every connection. Idempotent. */
  @Override
  public void close() {
    refusing = true;
    closeQuietly(server);
    try {
      accepting.join(CLOSE_TIMEOUT_MILLIS); // the socket listens until accept has returned
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cut();
  }

  private void acceptConnections() {
    while (!server.isClosed()) {
      try {
        Link link = new Link(server.accept());
        links.add(link);
        if (refusing) {
          link.reset(); // after the add: a link is seen by cut() or sees refusing, never neither
        } else {
          start("connect", link::open);
        }
      } catch (IOException e) {
        // the proxy was closed, or this one connection is gone already
      }
    }
  }

  private static void start(String what, Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // it is gone, which is what was asked for
    }
  }

  /** One connection from the client through to the broker. */
  private final class Link {
    private final Socket client;
    private final Socket broker = new Socket();
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private volatile boolean closed;

    Link(Socket client) {
      this.client = client;
    }

    void open() {
      try {
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        broker.connect(target, CONNECT_TIMEOUT_MILLIS);
        accepted.incrementAndGet();
        start("to broker", () -> pump(client, broker));
        pump(broker, client);
      } catch (IOException e) {
        reset(); // the broker is away
      }
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          passGate();
          out.write(buffer, 0, count);
        }
        passGate();
        to.shutdownOutput();
      } catch (IOException e) {
        reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reset();
      }
      if (openDirections.decrementAndGet() == 0) {
        close();
      }
    }

    /** Waits while paused. What was held back when the connection was cut must not slip through. */
    private void passGate() throws InterruptedException, IOException {
      synchronized (gate) {
        while (paused && !closed) {
          gate.wait();
        }
        if (closed) {
          throw new SocketException("cut");
        }
      }
    }

    void reset() {
      for (Socket socket : new Socket[] {client, broker}) {
        try {
          socket.setSoLinger(true, 0); // close() then sends RST instead of FIN
        } catch (IOException e) {
          // closed already
        }
      }
      close();
    }

    private void close() {
      synchronized (gate) {
        closed = true;
        gate.notifyAll();
      }
      closeQuietly(client);
      closeQuietly(broker);
      links.remove(this);
    }
  }
}
