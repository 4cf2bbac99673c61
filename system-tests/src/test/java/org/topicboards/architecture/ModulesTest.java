package org.topicboards.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** A rule that looks at no classes proves nothing. */
class ModulesTest {

  @Test
  void shouldSeeTheClassesOfEveryModule() throws Exception {
    List<String> origins = Product.CLASSES.stream().map(ModulesTest::origin).distinct().toList();
    Path root = Path.of("..").toRealPath();
    List<Path> modules = modulesWithClasses(root);
    // beside the product: they measure it against bare clients
    modules.removeIf(module -> module.startsWith(root.resolve("benchmarks")));

    assertThat(modules).hasSizeGreaterThan(1);
    assertThat(modules)
        .as("modules with classes; each must be a dependency in system-tests/pom.xml")
        .allSatisfy(
            module -> {
              String output = module.resolve("target").toUri().getPath();
              assertThat(origins).anyMatch(origin -> origin.contains(output));
            });
  }

  @Test
  void shouldKeepEachPackageInOneModule() {
    Map<String, Set<String>> modules =
        Product.CLASSES.stream()
            .collect(
                groupingBy(
                    JavaClass::getPackageName,
                    mapping(ModulesTest::origin, toCollection(TreeSet::new))));

    assertThat(modules).isNotEmpty();
    assertThat(modules).allSatisfy((name, origins) -> assertThat(origins).as(name).hasSize(1));
  }

  /** The folder or archive that a class came from. */
  private static String origin(JavaClass javaClass) {
    String uri = javaClass.getSource().orElseThrow().getUri().toString();
    return uri.substring(0, uri.lastIndexOf(Product.ROOT.replace('.', '/')));
  }

  private static List<Path> modulesWithClasses(Path folder) throws Exception {
    List<Path> modules = new ArrayList<>();
    if (Files.isDirectory(folder.resolve("src/main/java"))) {
      modules.add(folder);
    }
    NodeList names =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("pom.xml").toFile())
            .getElementsByTagName("module");
    for (int i = 0; i < names.getLength(); i++) {
      modules.addAll(modulesWithClasses(folder.resolve(names.item(i).getTextContent())));
    }
    return modules;
  }
}
