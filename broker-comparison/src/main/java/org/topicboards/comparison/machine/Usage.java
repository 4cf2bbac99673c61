package org.topicboards.comparison.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process has used up to now. What the system does not tell is absent.
 *
 * @param cpuNanos processor time of all its threads
 * @param residentBytes memory that it has in use
 * @param bytesRead what it read, from files and connections alike
 * @param bytesWritten what it wrote, to files and connections alike
 */
public record Usage(
    OptionalLong cpuNanos,
    OptionalLong residentBytes,
    OptionalLong bytesRead,
    OptionalLong bytesWritten) {

  private static final Pattern NO_DIGIT = Pattern.compile("\\D");

  /** The usage of a process. */
  public static Usage of(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    OptionalLong cpu =
        process
            .info()
            .totalCpuDuration()
            .map(duration -> OptionalLong.of(duration.toNanos()))
            .orElse(OptionalLong.empty());
    OptionalLong residentKibibytes = number(folder.resolve("status"), "VmRSS:");
    return new Usage(
        cpu,
        residentKibibytes.isPresent()
            ? OptionalLong.of(residentKibibytes.getAsLong() << 10)
            : OptionalLong.empty(),
        number(folder.resolve("io"), "rchar:"),
        number(folder.resolve("io"), "wchar:"));
  }

  /** The number behind a label, in one of Linux's files about a process. */
  private static OptionalLong number(Path file, String label) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
      return lines
          .filter(line -> line.startsWith(label))
          .mapToLong(line -> Long.parseLong(NO_DIGIT.matcher(line).replaceAll("")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty(); // not Linux, or another user's
    }
  }
}
