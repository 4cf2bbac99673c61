package org.topicboards.system.crash;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.topicboards.broker.conformance.FreePorts;

/**
 * The way of one process to the broker, through a proxy that counts what is in flight: the exact
 * numbers of the moment, on any AMQP 0-9-1 broker, without asking either side. While the broker is
 * down, connections are accepted and closed at once. Thread-safe.
 */
final class MeteredLink implements AutoCloseable {

  private static final int PROTOCOL_HEADER_BYTES = 8;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final int brokerPort;
  private final ServerSocket listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong confirmedOnClosedConnections = new AtomicLong();

  /** Opens a way to the broker on this port of the loopback interface. */
  MeteredLink(int brokerPort) {
    this.brokerPort = brokerPort;
    try {
      listener = new ServerSocket(FreePorts.next(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("a proxy cannot listen", e);
    }
    daemon("link " + port(), this::acceptAll);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Published over connections that are open, and not yet confirmed. */
  int unconfirmed() {
    return connections.stream().mapToInt(connection -> connection.inFlight.unconfirmed()).sum();
  }

  /** Delivered over connections that are open, and not yet acknowledged. */
  int unacknowledged() {
    return connections.stream().mapToInt(connection -> connection.inFlight.unacknowledged()).sum();
  }

  /** How many messages were confirmed since the start; those posted again can count again. */
  long confirmed() {
    return confirmedOnClosedConnections.get()
        + connections.stream().mapToLong(connection -> connection.inFlight.confirmed()).sum();
  }

  /** Whether the process behind this link publishes or consumes just now. */
  boolean isAtWork() {
    return connections.stream().anyMatch(connection -> connection.inFlight.isAtWork());
  }

  @Override
  public void close() {
    closeQuietly(listener);
    connections.forEach(Connection::close);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        try {
          Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
          new Connection(client, broker).start();
        } catch (IOException e) {
          client.close(); // the broker is down
        }
      } catch (IOException e) {
        // closed, or the client left again
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // it is of no more use either way
    }
  }

  /** Takes note of a frame. */
  private interface FrameObserver {
    void observe(int type, int channel, byte[] payload);
  }

  private final class Connection {
    final InFlight inFlight = new InFlight();
    private final Socket client;
    private final Socket broker;

    Connection(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void start() throws IOException {
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      connections.add(this);
      daemon("to broker " + port(), () -> pass(client, broker, inFlight::toBroker));
      daemon("from broker " + port(), () -> pass(broker, client, inFlight::fromBroker));
    }

    private void pass(Socket from, Socket to, FrameObserver observer) {
      try (DataInputStream in =
              new DataInputStream(new BufferedInputStream(from.getInputStream(), BUFFER_BYTES));
          DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), BUFFER_BYTES))) {
        if (from == client) {
          out.write(in.readNBytes(PROTOCOL_HEADER_BYTES));
          out.flush();
        }
        while (true) {
          int type = in.readUnsignedByte();
          int channel = in.readUnsignedShort();
          byte[] payload = new byte[in.readInt()];
          in.readFully(payload);
          byte end = in.readByte();
          observer.observe(type, channel, payload);
          out.writeByte(type);
          out.writeShort(channel);
          out.writeInt(payload.length);
          out.write(payload);
          out.writeByte(end);
          if (in.available() == 0) {
            out.flush();
          }
        }
      } catch (IOException e) {
        // one side has gone
      } finally {
        close();
      }
    }

    void close() {
      if (connections.remove(this)) {
        confirmedOnClosedConnections.addAndGet(inFlight.confirmed());
      }
      closeQuietly(client);
      closeQuietly(broker);
    }
  }
}
