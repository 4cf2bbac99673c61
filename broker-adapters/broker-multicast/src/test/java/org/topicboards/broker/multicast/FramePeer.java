package org.topicboards.broker.multicast;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.topicboards.broker.conformance.ForeignMessage;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.message.BoardName;

/**
 * Another implementation of {@code docs/multicast-frame.md}, with plain streams and nothing of the
 * adapter: what it writes the adapter must read, and the other way round.
 */
final class FramePeer implements ForeignPeer {

  private static final int HEADER_BYTES = 40;
  private static final int CHECKSUM_BYTES = 4;

  private final LoopbackGroup group;
  private final byte[] prefixHash;
  private final long session = new Random().nextLong();
  private final MulticastSocket socket;
  private final List<ForeignMessage> received = new CopyOnWriteArrayList<>();
  private long datagramNumber;
  private long messageNumber;

  FramePeer(LoopbackGroup group, String prefix) {
    this.group = group;
    try {
      this.prefixHash =
          prefix.isEmpty()
              ? new byte[8]
              : Arrays.copyOf(
                  MessageDigest.getInstance("SHA-256")
                      .digest(prefix.getBytes(StandardCharsets.US_ASCII)),
                  8);
      this.socket = new MulticastSocket(group.port());
      socket.setNetworkInterface(group.networkInterface());
      socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void post(String address, ForeignMessage message) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(message.headers().isEmpty() ? 0 : 0x80);
      out.writeByte(address.length());
      out.writeBytes(address);
      if (!message.headers().isEmpty()) {
        out.writeByte(message.headers().size());
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
          writeText(header.getKey(), out);
          writeText(header.getValue(), out);
        }
      }
      out.write(message.body());
      send(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one message in a datagram of its own. */
  private void send(byte[] message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("TBMC");
    out.write(new byte[] {1, 1, 0, 0});
    out.write(prefixHash);
    out.writeLong(session);
    out.writeLong(++datagramNumber);
    out.writeLong(++messageNumber);
    out.writeShort(message.length);
    out.write(message);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.toByteArray());
    out.writeInt((int) checksum.getValue());
    socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), group.socketAddress()));
  }

  @Override
  public void listen(BoardName board) {
    try {
      socket.joinGroup(new InetSocketAddress(group.address(), 0), group.networkInterface());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread listener = new Thread(() -> receive(board), "foreign listener");
    listener.setDaemon(true);
    listener.start();
  }

  private void receive(BoardName board) {
    byte[] buffer = new byte[65_535];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        boolean isOurs = Arrays.equals(buffer, 8, 16, prefixHash, 0, 8);
        if (isOurs && buffer[5] == 1) {
          readMessages(Arrays.copyOf(buffer, packet.getLength()), board);
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void readMessages(byte[] datagram, BoardName board) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(
                datagram, HEADER_BYTES, datagram.length - HEADER_BYTES - CHECKSUM_BYTES));
    while (in.available() > 0) {
      byte[] message = in.readNBytes(in.readUnsignedShort());
      readMessage(new DataInputStream(new ByteArrayInputStream(message)), board);
    }
  }

  private void readMessage(DataInputStream in, BoardName board) throws IOException {
    int parts = in.readUnsignedByte();
    String address = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
    Map<String, String> headers = new LinkedHashMap<>();
    if ((parts & 0x01) != 0) {
      headers.put("ce-id", readText(in));
    }
    if ((parts & 0x02) != 0) {
      headers.put("ce-id", new UUID(in.readLong(), in.readLong()).toString());
    }
    if ((parts & 0x04) != 0) {
      headers.put("ce-source", readText(in));
    }
    headers.put("ce-type", (parts & 0x08) != 0 ? readText(in) : "org.topicboards.message");
    if ((parts & 0x10) != 0) {
      headers.put("ce-datacontenttype", readText(in));
    }
    if ((parts & 0x20) != 0) {
      headers.put("ce-time", Instant.ofEpochSecond(in.readLong(), in.readInt()).toString());
    }
    if ((parts & 0x40) != 0) {
      readTexts(in, "ce-", headers);
    }
    if ((parts & 0x80) != 0) {
      readTexts(in, "", headers);
    }
    if (address.equals(board.value())) {
      received.add(new ForeignMessage(headers, in.readAllBytes()));
    }
  }

  private static void readTexts(DataInputStream in, String prefix, Map<String, String> to)
      throws IOException {
    int count = readVarint(in);
    for (int i = 0; i < count; i++) {
      to.put(prefix + readText(in), readText(in));
    }
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(readVarint(in)), StandardCharsets.UTF_8);
  }

  private static int readVarint(DataInputStream in) throws IOException {
    int value = 0;
    int shift = 0;
    while (true) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
      shift += 7;
    }
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(utf8.length); // short ones only
    out.write(utf8);
  }

  @Override
  public List<ForeignMessage> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    socket.close();
  }
}
