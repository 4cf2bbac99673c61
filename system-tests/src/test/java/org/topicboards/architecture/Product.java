package org.topicboards.architecture;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import java.util.TreeSet;
import org.topicboards.broker.BrokerProvider;

/** The classes of every module, as they are on the class path of these tests. */
final class Product {

  static final String ROOT = "org.topicboards";

  /** The packages of the module {@code broker-api}. */
  static final String[] BROKER_API = {
    ROOT + ".message", ROOT + ".units", ROOT + ".broker", ROOT + ".broker.spi"
  };

  /** All of them, read once. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  /** The package of every adapter: wherever there is a {@link BrokerProvider}. */
  static final Set<String> ADAPTERS =
      CLASSES.stream()
          .filter(Product::isAdapterEntry)
          .map(JavaClass::getPackageName)
          .collect(toCollection(TreeSet::new));

  private Product() {}

  static boolean isAdapterEntry(JavaClass candidate) {
    return candidate.isAssignableTo(BrokerProvider.class)
        && !candidate.getModifiers().contains(JavaModifier.ABSTRACT);
  }
}
