package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Guarantee;

class GuaranteeCoverageTest {

  @Test
  void shouldProveEveryGuarantee() {
    Set<Guarantee> proven =
        Arrays.stream(BrokerConformanceKit.class.getDeclaredClasses())
            .map(Class::getSuperclass)
            .flatMap(GuaranteeCoverageTest::annotated)
            .map(place -> place.getAnnotation(Proves.class))
            .filter(proves -> proves != null)
            .flatMap(proves -> Arrays.stream(proves.value()))
            .collect(Collectors.toSet());

    assertThat(proven).containsExactlyInAnyOrder(Guarantee.values());
  }

  private static Stream<AnnotatedElement> annotated(Class<?> part) {
    return Stream.concat(Stream.of(part), Arrays.stream(part.getDeclaredMethods()));
  }
}
