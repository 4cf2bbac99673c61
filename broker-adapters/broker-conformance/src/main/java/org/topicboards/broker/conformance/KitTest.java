package org.topicboards.broker.conformance;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.topicboards.broker.Guarantee;

/**
 * A test of the kit, as people read of it.
 *
 * @param part the part of the kit that it belongs to
 * @param words what the transport should do
 * @param proves the guarantees that it stands on
 */
record KitTest(String part, String words, Set<Guarantee> proves) {

  private static final String WORD_START = "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])";

  /** All of them, by part and words. */
  static List<KitTest> all() {
    return Arrays.stream(BrokerConformanceKit.class.getDeclaredClasses())
        .filter(ConformancePart.class::isAssignableFrom)
        .flatMap(KitTest::ofPart)
        .sorted(Comparator.comparing(KitTest::part).thenComparing(KitTest::words))
        .toList();
  }

  /** The test that a method of {@code part}, one of the kit's nested classes, is. */
  static KitTest of(Class<?> part, Method method) {
    DisplayName name = part.getAnnotation(DisplayName.class);
    return new KitTest(
        name == null ? part.getSimpleName() : name.value(),
        words(method.getName()),
        provenBy(method));
  }

  /** The guarantees that a test stands on, by its own word and that of its class. */
  static Set<Guarantee> provenBy(Method method) {
    Set<Guarantee> proven = EnumSet.noneOf(Guarantee.class);
    for (AnnotatedElement place : List.of(method, method.getDeclaringClass())) {
      Proves proves = place.getAnnotation(Proves.class);
      if (proves != null) {
        proven.addAll(List.of(proves.value()));
      }
    }
    return proven;
  }

  private static Stream<KitTest> ofPart(Class<?> part) {
    return Arrays.stream(part.getSuperclass().getDeclaredMethods())
        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
        .map(method -> of(part, method));
  }

  private static String words(String methodName) {
    String words = String.join(" ", methodName.split(WORD_START)).toLowerCase(Locale.ROOT);
    return words.startsWith("should ") ? words.substring("should ".length()) : words;
  }
}
