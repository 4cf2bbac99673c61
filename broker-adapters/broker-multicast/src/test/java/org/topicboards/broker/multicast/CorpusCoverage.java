package org.topicboards.broker.multicast;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/** What a corpus reaches, measured with JaCoCo by giving each of its files to the fuzz target. */
final class CorpusCoverage {

  private static final String PACKAGE = FrameFuzz.class.getPackageName();

  private CorpusCoverage() {}

  /** The coverage of this package's classes, by source file. */
  static List<ISourceFileCoverage> of(Path corpus) throws Exception {
    LoggerRuntime runtime = new LoggerRuntime();
    RuntimeData data = new RuntimeData();
    runtime.startup(data);
    InstrumentingLoader loader = new InstrumentingLoader(new Instrumenter(runtime));
    Method target =
        loader.loadClass(FrameFuzz.class.getName()).getMethod("fuzzerTestOneInput", byte[].class);
    try (Stream<Path> files = Files.list(corpus)) {
      for (Path file : files.toList()) {
        target.invoke(null, (Object) Files.readAllBytes(file));
      }
    }
    ExecutionDataStore reached = new ExecutionDataStore();
    data.collect(reached, new SessionInfoStore(), false);
    runtime.shutdown();
    CoverageBuilder coverage = new CoverageBuilder();
    Path classes = Path.of(Frame.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    new Analyzer(reached, coverage).analyzeAll(classes.toFile());
    return List.copyOf(coverage.getSourceFiles());
  }

  /** Loads the classes of this package anew, with probes in them, and all others as they are. */
  private static final class InstrumentingLoader extends ClassLoader {

    private final Instrumenter instrumenter;

    InstrumentingLoader(Instrumenter instrumenter) {
      super(CorpusCoverage.class.getClassLoader());
      this.instrumenter = instrumenter;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream original = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (original == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] probed = instrumenter.instrument(original, name);
        return defineClass(name, probed, 0, probed.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
