package org.topicboards.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;

/** What no class of the product may do. */
class CodingRulesTest {

  @Test
  void shouldLogThroughSlf4jOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
        .check(Product.CLASSES);
  }

  @Test
  void shouldWriteToTheStandardStreamsInCommandsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.topicboards.command..",
            "org.topicboards.publisher..",
            "org.topicboards.subscriber..")
        .and()
        .haveSimpleNameNotEndingWith("Main") // a process that answers the one that started it
        .should(ACCESS_STANDARD_STREAMS)
        .check(Product.CLASSES);
  }

  @Test
  void shouldHaveNoMutableStaticState() {
    fields().that().areStatic().should().beFinal().check(Product.CLASSES);
  }

  @Test
  void shouldInjectThroughConstructors() {
    NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(Product.CLASSES);
  }

  @Test
  void shouldThrowExceptionsThatSayWhatFailed() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(Product.CLASSES);
  }

  @Test
  void shouldNameClassesAfterWhatTheyDo() {
    classes()
        .should()
        .haveNameNotMatching(".*(Manager|Helper|Utils?)(\\$.*)?")
        .check(Product.CLASSES);
  }

  @Test
  void shouldSayInEveryPackageThatNothingIsNull() {
    assertThat(Product.CLASSES)
        .extracting(JavaClass::getPackage)
        .filteredOn(javaPackage -> !javaPackage.getClasses().isEmpty())
        .allMatch(CodingRulesTest::isNullMarked, "has a package-info.java with @NullMarked");
  }

  /** Without it a flag that is given on top of its variable is off. */
  @Test
  void shouldGiveEveryFlagAFallbackValue() {
    assertThat(Product.CLASSES)
        .flatExtracting(JavaClass::getFields)
        .filteredOn(field -> field.isAnnotatedWith(Option.class))
        .filteredOn(field -> field.getRawType().isEquivalentTo(boolean.class))
        .extracting(field -> field.getAnnotationOfType(Option.class))
        .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
        .isNotEmpty()
        .allMatch(option -> option.fallbackValue().equals("true"));
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage.isAnnotatedWith(NullMarked.class);
  }
}
