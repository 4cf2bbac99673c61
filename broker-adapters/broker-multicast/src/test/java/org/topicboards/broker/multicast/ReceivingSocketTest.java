package org.topicboards.broker.multicast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ReceivingSocketTest {

  private static final int LARGE_BUFFER_BYTES = 1 << 20;
  private static final int SMALL_BUFFER_BYTES = 1 << 10;

  private DatagramChannel channel;
  private DatagramChannel sender;

  @BeforeEach
  void openSockets() throws IOException {
    channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    sender = DatagramChannel.open();
    sender.connect(channel.getLocalAddress());
  }

  @AfterEach
  void closeSockets() throws IOException {
    channel.close();
    sender.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL_BUFFER_BYTES, LARGE_BUFFER_BYTES})
  void shouldGiveOutEveryDatagramOnceAndInOrder(int bufferBytes) throws IOException {
    List<String> sent = new ArrayList<>();
    List<String> received = new ArrayList<>();
    try (ReceivingSocket socket = new ReceivingSocket(channel, bufferBytes)) {
      for (int burst = 1; burst <= 50; burst++) {
        for (int i = 1; i <= burst; i++) {
          String text = "x".repeat(i) + burst;
          sent.add(text);
          sender.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        }
        while (received.size() < sent.size()) {
          socket.receive(datagram -> received.add(US_ASCII.decode(datagram).toString()));
        }
      }
    }
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void shouldEndTheWaitWhenItIsClosed() throws IOException {
    ReceivingSocket socket = new ReceivingSocket(channel, LARGE_BUFFER_BYTES);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread receiver = new Thread(() -> end.complete(receiveToTheEnd(socket)), "receiver");
    receiver.start();
    await().until(() -> receiver.getState() == Thread.State.RUNNABLE);

    socket.close();

    assertThat(end.join()).isInstanceOf(ClosedChannelException.class);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldSayThatItIsClosed() throws IOException {
    ReceivingSocket socket = new ReceivingSocket(channel, LARGE_BUFFER_BYTES);
    socket.close();
    assertThatExceptionOfType(ClosedChannelException.class)
        .isThrownBy(() -> socket.receive(datagram -> {}));
  }

  private static Throwable receiveToTheEnd(ReceivingSocket socket) {
    try {
      while (true) {
        socket.receive(datagram -> {});
      }
    } catch (IOException e) {
      return e;
    }
  }
}
