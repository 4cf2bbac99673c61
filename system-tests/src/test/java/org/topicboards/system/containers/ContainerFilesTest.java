package org.topicboards.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the files for Docker say, and what needs no engine to see. */
class ContainerFilesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern IMAGE = Pattern.compile("(?m)^ +image: (\\S+)$");
  private static final Pattern PORT = Pattern.compile("\"([^\"]*):\\d+\"");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)");

  @Test
  void shouldNameOwnImagesAfterTheVersionOfTheProject() throws IOException {
    String version = find(VERSION, "pom.xml").get(0);

    assertThat(read("Dockerfile")).contains("ARG VERSION=" + version + "\n");
    assertThat(find(IMAGE, "docker-compose.yml"))
        .filteredOn(image -> image.startsWith("topic-boards/"))
        .isNotEmpty()
        .allMatch(image -> image.endsWith(":" + version));
  }

  @Test
  void shouldPinTheImagesOfOthers() throws IOException {
    assertThat(find(IMAGE, "docker-compose.yml"))
        .isNotEmpty()
        .allMatch(image -> image.matches(".+:\\d.*"));
  }

  @Test
  void shouldListenOnTheLoopbackAddressOnly() throws IOException {
    for (String file : List.of("docker-compose.yml", "docker-compose.cluster.yml")) {
      assertThat(find(PORT, file))
          .as(file)
          .isNotEmpty()
          .allMatch(address -> address.matches("127\\.0\\.0\\.1:\\$\\{[A-Z0-9_]+_PORT:-\\d+}"));
    }
  }

  @Test
  void shouldShowEveryVariableInTheExample() throws IOException {
    String example = read(".env.example");
    for (String file : List.of("docker-compose.yml", "docker-compose.cluster.yml")) {
      assertThat(find(VARIABLE, file))
          .as(file)
          .isNotEmpty()
          .allSatisfy(variable -> assertThat(example).contains(variable + "="));
    }
  }

  private static List<String> find(Pattern pattern, String file) throws IOException {
    return pattern.matcher(read(file)).results().map(match -> match.group(1)).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
