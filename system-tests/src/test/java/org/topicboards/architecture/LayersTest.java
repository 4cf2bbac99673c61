package org.topicboards.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layers of the design: transports below one small API, everything else above it. */
class LayersTest {

  private static final List<String> FOUNDATION = List.of("java..", "org.slf4j..", "org.jspecify..");

  /** What each adapter is made of, beside the broker API. */
  private static final Map<String, List<String>> CLIENT_LIBRARIES =
      Map.of(
          "org.topicboards.broker.kafka", List.of("org.apache.kafka.."),
          "org.topicboards.broker.multicast", List.of("javax.crypto.."),
          "org.topicboards.broker.rabbitmq", List.of("com.rabbitmq..", "javax.net.."));

  @Test
  void brokerApiShouldDependOnNoLibraryButLoggingAndNullness() {
    classes()
        .that()
        .resideInAnyPackage(Product.BROKER_API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(with(FOUNDATION, Product.BROKER_API))
        .check(Product.CLASSES);
  }

  @Test
  void messagesShouldNotKnowBrokers() {
    noClasses()
        .that()
        .resideInAnyPackage("org.topicboards.message", "org.topicboards.units")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.topicboards.broker..")
        .check(Product.CLASSES);
  }

  @Test
  void adaptersShouldDependOnTheBrokerApiAndTheirClientOnly() {
    assertThat(Product.ADAPTERS)
        .isNotEmpty()
        .as("each adapter names its client library here")
        .isEqualTo(CLIENT_LIBRARIES.keySet());
    CLIENT_LIBRARIES.forEach(
        (adapter, libraries) ->
            classes()
                .that()
                .resideInAPackage(adapter + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                    with(with(FOUNDATION, adapter + ".."), libraries, Product.BROKER_API))
                .check(Product.CLASSES));
  }

  @Test
  void adaptersShouldBeReachedThroughTheServiceLoaderOnly() {
    for (String adapter : Product.ADAPTERS) {
      noClasses()
          .that()
          .resideOutsideOfPackage(adapter + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(adapter + "..")
          .check(Product.CLASSES);
    }
  }

  @Test
  void adaptersShouldHaveOnePublicClass() {
    for (String adapter : Product.ADAPTERS) {
      assertThat(Product.CLASSES)
          .filteredOn(candidate -> candidate.getPackageName().startsWith(adapter))
          .filteredOn(JavaClass::isTopLevelClass)
          .filteredOn(candidate -> candidate.getModifiers().contains(JavaModifier.PUBLIC))
          .as("public classes of %s", adapter)
          .hasSize(1)
          .allMatch(Product::isAdapterEntry, "is the BrokerProvider");
    }
  }

  @Test
  void whatAdaptersShareShouldBeForAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            with(
                List.copyOf(Product.ADAPTERS),
                "org.topicboards.broker.spi",
                "org.topicboards.broker.conformance"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.topicboards.broker.spi..")
        .check(Product.CLASSES);
  }

  @Test
  void embeddedBrokerShouldKnowNothingOfBoards() {
    noClasses()
        .that()
        .resideInAPackage("org.topicboards.broker.embedded..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.topicboards..")
                .and(resideOutsideOfPackage("org.topicboards.broker.embedded..")))
        .check(Product.CLASSES);
  }

  @Test
  void onlyTheServiceAndTheComparisonShouldEmbedABroker() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.topicboards.broker.embedded..",
            "org.topicboards.comparison.transport..",
            "org.topicboards.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.topicboards.broker.embedded..", "org.apache.qpid..")
        .check(Product.CLASSES);
  }

  @Test
  void serviceAndCommandsShouldNotKnowOneAnother() {
    List<String> programs =
        List.of(
            "org.topicboards.comparison..",
            "org.topicboards.service..",
            "org.topicboards.publisher..",
            "org.topicboards.subscriber..");
    for (String program : programs) {
      noClasses()
          .that()
          .resideInAPackage("org.topicboards..")
          .and()
          .resideOutsideOfPackage(program)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(program)
          .check(Product.CLASSES);
    }
  }

  @Test
  void conformanceKitShouldStayOutOfTheProduct() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.topicboards.broker.conformance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.topicboards.broker.conformance..",
            "org.junit..",
            "org.assertj..",
            "org.awaitility..")
        .check(Product.CLASSES);
  }

  @Test
  void packagesShouldHaveNoCycles() {
    slices().matching("org.topicboards.(**)").should().beFreeOfCycles().check(Product.CLASSES);
  }

  private static String[] with(List<String> packages, String... more) {
    return with(packages.toArray(String[]::new), List.of(), more);
  }

  private static String[] with(String[] packages, List<String> more, String... evenMore) {
    List<String> all = new ArrayList<>(List.of(packages));
    all.addAll(more);
    all.addAll(List.of(evenMore));
    return all.toArray(String[]::new);
  }
}
