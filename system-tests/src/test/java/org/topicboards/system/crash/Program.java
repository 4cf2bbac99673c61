package org.topicboards.system.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The programs under test. */
enum Program {
  PUBLISHER("org.topicboards.publisher.PublisherCommand"),
  SUBSCRIBER("org.topicboards.subscriber.SubscriberCommand"),
  BOARD_SERVICE("org.topicboards.service.BoardService");

  private final String mainClass;

  Program(String mainClass) {
    this.mainClass = mainClass;
  }

  /** Where the programs come from. */
  interface Home {
    /** The words that start a program. */
    List<String> command(Program program);

    /** The launchers in the folder {@code bin} of an installation. */
    static Home launchersIn(Path bin) {
      return program -> List.of(bin.resolve(program.launcher()).toAbsolutePath().toString());
    }

    /** The classes on this JVM's own class path, run by the same Java. */
    static Home classPath() {
      return program ->
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "-cp",
              System.getProperty("java.class.path"),
              program.mainClass);
    }
  }

  private String launcher() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The command line of this program with these arguments. */
  List<String> commandLine(Home home, String... arguments) {
    List<String> words = new ArrayList<>(home.command(this));
    words.addAll(List.of(arguments));
    return words;
  }
}
