package org.amarula.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundle and the driver's bundle in a real framework: Felix with Declarative Services. */
@Timeout(120)
final class SqliteStorageInFrameworkTest {
  @TempDir Path temporary;
  private Framework framework;
  private Bundle driver;
  private Bundle storage;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, temporary.resolve("cache").toString());
    // The API comes from the class path, so that the test and the bundle speak of the same types.
    settings.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "org.slf4j;version=2.0.17,org.amarula.api;version=0.1.0,org.amarula.api.storage;version=0.1.0");
    settings.put("amarula.data", temporary.resolve("data").toString());
    framework = new FrameworkFactory().newFramework(settings);
    framework.start();
    install("org.osgi.util.function");
    install("org.osgi.util.promise");
    install("org.osgi.service.component");
    install("org.apache.felix.scr").start();
    driver = install("sqlite-jdbc");
    storage = install(location(SqliteStorageComponent.class));
    storage.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(30_000);
  }

  @Test
  void serviceReadsWhatItWroteAcrossARestartOfTheBundle() throws Exception {
    commit("1");
    storage.stop();
    assertThat(context().getServiceReference(Storage.class)).isNull();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("amarula-storage-writer"))
        .allSatisfy(thread -> thread.join(10_000))
        .noneMatch(Thread::isAlive);

    storage.start();

    assertThat(commit("2")).isEqualTo("1");
    assertThat(temporary.resolve("data/storage/amarula.db")).exists();
    assertThat(temporary.resolve("data/storage/native")).doesNotExist();
  }

  @Test
  void uninstalledDriverLeavesNoTrace() throws Exception {
    commit("1");
    WeakReference<ClassLoader> ofDriver = loader(driver);
    WeakReference<ClassLoader> ofStorage = loader(storage);

    storage.uninstall();
    driver.uninstall();
    refresh();

    assertThat(isCollected(ofStorage)).as("the storage's class loader is garbage").isTrue();
    assertThat(isCollected(ofDriver)).as("the driver's class loader is garbage").isTrue();
  }

  /** Commits a value and answers the one before it. */
  private String commit(String value) throws Exception {
    Namespace namespace = new Namespace("state");
    ServiceReference<Storage> reference = context().getServiceReference(Storage.class);
    Storage service = context().getService(reference);
    try (ProfileStorage alice = service.open(Profile.of("alice"))) {
      String before = alice.read(namespace, "key").map(Bytes::toUtf8).orElse("");
      alice
          .commit(Batch.builder().put(namespace, "key", Bytes.utf8(value)).build())
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      return before;
    } finally {
      context().ungetService(reference);
    }
  }

  private static WeakReference<ClassLoader> loader(Bundle bundle) {
    return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
  }

  // A thread that has done its work may still be on its way out.
  private static boolean isCollected(WeakReference<?> reference) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!reference.refersTo(null) && System.nanoTime() < deadline) {
      System.gc();
      System.runFinalization();
    }
    return reference.refersTo(null);
  }

  private void refresh() throws Exception {
    CompletableFuture<FrameworkEvent> refreshed = new CompletableFuture<>();
    framework.adapt(FrameworkWiring.class).refreshBundles(null, refreshed::complete);
    refreshed.get(30, TimeUnit.SECONDS);
  }

  private BundleContext context() {
    return framework.getBundleContext();
  }

  private Bundle install(String name) throws Exception {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Path.of(entry).getFileName().toString().startsWith(name + "-")) {
        return install(Path.of(entry));
      }
    }
    throw new AssertionError("no " + name + " on the class path");
  }

  private Bundle install(Path path) throws BundleException, IOException {
    return context().installBundle(jar(path).toUri().toString());
  }

  private static Path location(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Path jar(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path jar = Files.createTempFile(temporary, "bundle", ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new ZipEntry(path.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }
}
