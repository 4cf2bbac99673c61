package org.topicboards.broker.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.topicboards.broker.Guarantee;

/**
 * One run of the kit against a transport, or of some of its tests. At its end it adds what it has
 * shown to what runs before it have, in the folder that the configuration parameter {@value
 * #FOLDER} names; nowhere if none is named, as in the tests of the kit itself. Thread-safe.
 */
final class ConformanceRun implements AutoCloseable {

  static final String FOLDER = "org.topicboards.conformance.results";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ConformanceRun.class);
  private static final String CLASS_ENDING = "ConformanceTest";

  private final String transport;
  private final Optional<Path> file;
  private final SortedMap<String, String> answers = new TreeMap<>();

  private ConformanceRun(String transport, Optional<Path> folder) {
    this.transport = transport;
    this.file = folder.map(path -> path.resolve(transport + ConformanceResult.FILE_ENDING));
  }

  /** The run that a test belongs to, the same for all tests of an adapter's test class. */
  static ConformanceRun of(ExtensionContext test) {
    ExtensionContext adapter = test;
    while (adapter.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      adapter = adapter.getParent().orElseThrow();
    }
    String name = adapter.getDisplayName();
    String transport =
        name.endsWith(CLASS_ENDING)
            ? name.substring(0, name.length() - CLASS_ENDING.length())
            : name;
    Optional<Path> folder = test.getConfigurationParameter(FOLDER).map(Path::of);
    return adapter
        .getStore(NAMESPACE)
        .computeIfAbsent(
            ConformanceRun.class,
            key -> new ConformanceRun(transport, folder),
            ConformanceRun.class);
  }

  /** What the transport declares. */
  synchronized void declares(Set<Guarantee> guarantees) {
    for (Guarantee guarantee : Guarantee.values()) {
      String answer = guarantees.contains(guarantee) ? "yes" : "no";
      answers.put(GuaranteesDocument.question(guarantee), answer);
    }
  }

  /** A test has come to a good end in this way, unless it is known to have come to another. */
  synchronized void ended(ExtensionContext test, String how) {
    answers.putIfAbsent(question(test), how);
  }

  synchronized void failed(ExtensionContext test) {
    answers.put(question(test), "failed");
  }

  /** Called by JUnit after the last test. */
  @Override
  public synchronized void close() throws IOException {
    if (file.isPresent() && !answers.isEmpty()) {
      new ConformanceResult(transport, answers).addTo(file.get());
    }
  }

  private static String question(ExtensionContext test) {
    return GuaranteesDocument.question(
        KitTest.of(test.getRequiredTestClass(), test.getRequiredTestMethod()));
  }
}
