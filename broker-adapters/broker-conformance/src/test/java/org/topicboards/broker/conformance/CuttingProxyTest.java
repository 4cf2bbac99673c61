package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CuttingProxyTest {

  private static final int TIMEOUT_MILLIS = 30_000;

  private ServerSocket server;
  private CuttingProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(TIMEOUT_MILLIS);
    proxy = CuttingProxy.to((InetSocketAddress) server.getLocalSocketAddress());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void shouldForwardBytesBothWaysUntilEitherSideEnds() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (Socket client = connect();
        Socket peer = server.accept()) {
      client.getOutputStream().write(bytes);
      assertThat(peer.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
      peer.getOutputStream().write(bytes);
      assertThat(client.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);

      client.shutdownOutput();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      peer.getOutputStream().write(7); // the other half is still open
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
    assertThat(proxy.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void shouldListenOnThePortThatItIsGivenOnceAtATime() throws IOException {
    int port = FreePorts.next();
    InetSocketAddress target = (InetSocketAddress) server.getLocalSocketAddress();
    for (int i = 0; i < 2; i++) {
      try (CuttingProxy announced = CuttingProxy.to(target, port);
          Socket client = new Socket(InetAddress.getLoopbackAddress(), announced.port());
          Socket peer = server.accept()) {
        client.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(() -> CuttingProxy.to(target, port))
            .withMessageContaining("port " + port);
      }
    }
  }

  @Test
  void shouldResetBothSidesWhenCut() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(peer.getInputStream().read()).isEqualTo(1);

      proxy.cut();

      assertReset(client);
      assertReset(peer);
    }
  }

  @Test
  void shouldHoldBytesBackWhilePausedAndForwardThemAfterwards() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.pause();
      client.getOutputStream().write(42);
      peer.setSoTimeout(200);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> peer.getInputStream().read());

      proxy.resume();

      peer.setSoTimeout(TIMEOUT_MILLIS);
      assertThat(peer.getInputStream().read()).isEqualTo(42);
    }
  }

  @Test
  void shouldForgetWhatWasHeldBackWhenCut() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.pause();
      client.getOutputStream().write(42);
      proxy.cut();
      proxy.resume();

      assertReset(peer);
    }
  }

  @Test
  void shouldRefuseNewConnectionsButKeepTheOldOnes() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.refuse();
      try (Socket refused = connect()) {
        assertReset(refused);
      }
      client.getOutputStream().write(1);
      assertThat(peer.getInputStream().read()).isEqualTo(1);

      proxy.accept();

      try (Socket accepted = connect();
          Socket acceptedPeer = server.accept()) {
        accepted.getOutputStream().write(2);
        assertThat(acceptedPeer.getInputStream().read()).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldResetAClientWhoseTargetIsAway() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void assertReset(Socket socket) {
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> socket.getInputStream().read())
        .withMessageContaining("reset");
  }
}
