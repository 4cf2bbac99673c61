package org.topicboards.broker.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An AMQP 0-9-1 broker in this process, listening on 127.0.0.1 for one user.
 *
 * <p>A publisher confirm for a persistent message on a durable queue is sent after the message was
 * written and synchronised to disk ({@code fsync}, one for all commits that wait), so that it
 * survives the end of this process and of the machine. Up to 255 channels per connection.
 *
 * <p>Where its store fails, as on a full disk, it logs one error, cuts its clients off and stops:
 * nothing is confirmed that was not written. The process is then to be restarted.
 *
 * <p>Every message that waits takes about 330 bytes of heap, and 700 while a later start reads it
 * back, whatever the size of its body.
 *
 * <p>Thread-safe. An instance that is not closed keeps its threads, its port and its folder. It
 * adds no shutdown hook: whoever started it closes it, after its clients.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private final DataFolder dataFolder;
  private final QpidServer server;
  private final String user;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(DataFolder dataFolder, QpidServer server, String user, String password) {
    this.dataFolder = dataFolder;
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /**
   * Starts a broker and waits until clients can connect: about two seconds, more with many messages
   * in its store, at most five minutes.
   *
   * @throws EmbeddedBrokerException where the folder cannot be used or is in use, or the port is
   *     taken; nothing of the attempt is left running
   */
  public static EmbeddedBroker start(EmbeddedBrokerOptions options) {
    DataFolder dataFolder = DataFolder.open(options.dataFolder());
    boolean started = false;
    try {
      String password =
          options.password() == null ? dataFolder.generatedPassword() : options.password();
      QpidServer server =
          QpidServer.start(dataFolder.messages(), options.port(), options.user(), password);
      started = true;
      return new EmbeddedBroker(dataFolder, server, options.user(), password);
    } finally {
      if (!started) {
        dataFolder.close();
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Who may connect. */
  public String user() {
    return user;
  }

  /** The user's password. A secret: it belongs in no log and on no command line. */
  public String password() {
    return password;
  }

  /**
   * Where a client finds the broker: {@code amqp://user:password@127.0.0.1:port}, the password
   * percent-encoded. As secret as the password.
   */
  public String uri() {
    String encoded =
        URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "amqp://" + user + ":" + encoded + "@127.0.0.1:" + port();
  }

  /**
   * Closes the connections, stops the broker and lets its folder go. Waits for at most half a
   * minute; what was confirmed is safe either way. Further calls do nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.close();
      } finally {
        dataFolder.close();
      }
    }
  }

  /** The broker for people: without the password. */
  @Override
  public String toString() {
    return "amqp://" + user + "@127.0.0.1:" + port();
  }
}
