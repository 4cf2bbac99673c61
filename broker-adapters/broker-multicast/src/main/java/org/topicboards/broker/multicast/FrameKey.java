package org.topicboards.broker.multicast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.units.Counted;

/** The secret that the members of a group share: all bytes of a file, a line end included. */
final class FrameKey {

  /** Half the length of the signature: less can be guessed. */
  static final int LEAST_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;

  FrameKey(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Reads a key file.
   *
   * @throws BadConfigurationException if it cannot be read, or is too short to be a secret
   */
  static FrameKey read(Path file) {
    byte[] secret;
    try {
      secret = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadConfigurationException(
          "key-file '" + file + "' cannot be read: " + reason(file, e), e);
    }
    if (secret.length < LEAST_BYTES) {
      throw new BadConfigurationException(
          "key-file '"
              + file
              + "' holds "
              + Counted.of(secret.length, "byte")
              + ", a key needs at least "
              + LEAST_BYTES
              + " (make one with: head -c 32 /dev/urandom > FILE)");
    }
    return new FrameKey(secret);
  }

  private static String reason(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return Files.isDirectory(file) ? "it is a folder" : "it must be a file that this user may read";
  }

  /** What signs and checks; one for each thread. */
  Mac newMac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
