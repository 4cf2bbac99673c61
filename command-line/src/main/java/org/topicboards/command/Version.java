package org.topicboards.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into this module. */
public final class Version implements IVersionProvider {

  private static final String RESOURCE = "version.txt";

  private final String command;

  /** The version as {@code command} tells it. */
  public Version(String command) {
    this.command = command;
  }

  /** The version of Topic Boards, such as {@code 0.1.0}. */
  public static String text() throws IOException {
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is missing from the command-line module");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      command + " (Topic Boards) " + text() + ", Java " + System.getProperty("java.version")
    };
  }
}
