package org.amarula.itests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A plain Felix in this JVM with the bundles of the feature {@code amarula-shell}, as the launcher
 * starts them, and the probe. Lives until {@link #close}; to be driven by one thread at a time.
 */
public final class EmbeddedFelix implements AutoCloseable {
  private static final String FEATURE = "amarula-shell";
  private static final String PROBE = "org.amarula.itests.probe";
  private static final long PATIENCE_SECONDS = 60;

  private final Framework framework;
  private final Journal journal = new Journal();
  private final Map<String, String> addresses = new LinkedHashMap<>();

  private EmbeddedFelix(Framework framework) {
    this.framework = framework;
  }

  /**
   * A framework that keeps its accounts and their configurations in {@code data}; no bundle is
   * started.
   *
   * @param cache the framework's own directory, below {@code data}
   */
  public static EmbeddedFelix install(Path data, String cache) {
    try {
      EmbeddedFelix felix =
          new EmbeddedFelix(new FrameworkFactory().newFramework(configuration(data, cache)));
      felix.framework.init();
      for (String address : Shipped.addresses(List.of(FEATURE))) {
        felix.install(address);
      }
      felix.journal.register(felix.context());
      felix.context().installBundle(PROBE, ProbeJar.open());
      felix.framework.start();
      return felix;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A framework with all bundles started in the launcher's order. */
  public static EmbeddedFelix start(Path data) {
    EmbeddedFelix felix = install(data, "felix");
    felix.start(felix.all());
    return felix;
  }

  private static Map<String, String> configuration(Path data, String cache) throws IOException {
    String version = ";version=" + Shipped.slf4jVersion();
    List<String> slf4j =
        List.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");
    return Map.of(
        "amarula.data",
        data.toString(),
        "felix.cm.dir",
        data.resolve("configuration").toString(),
        Constants.FRAMEWORK_STORAGE,
        data.resolve(cache).toString(),
        Constants.FRAMEWORK_STORAGE_CLEAN,
        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        String.join(version + ",", slf4j) + version);
  }

  private void install(String address) throws BundleException, IOException {
    try (InputStream jar = Shipped.jar(address)) {
      Bundle bundle = context().installBundle(address, jar);
      addresses.put(bundle.getSymbolicName(), address);
    }
  }

  /** The framework's own context. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** What the probe was told, over all restarts of its bundle. */
  public Journal journal() {
    return journal;
  }

  /** The consumer inside. */
  public Probe probe() {
    return new Probe(context());
  }

  /** The symbolic names of all bundles, in the launcher's order, the probe last. */
  public List<String> all() {
    List<String> names = new ArrayList<>(addresses.keySet());
    names.add(PROBE);
    return names;
  }

  /** The symbolic names in an order that a seed decides. */
  public List<String> all(Random random) {
    List<String> names = new ArrayList<>(all());
    Collections.shuffle(names, random);
    return names;
  }

  /** The installed bundle of that name. */
  public Bundle bundle(String symbolicName) {
    for (Bundle bundle : context().getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError("No bundle " + symbolicName + ".");
  }

  /** Starts bundles in this order. */
  public void start(List<String> names) {
    names.forEach(this::start);
  }

  /** Starts a bundle. */
  public void start(String name) {
    try {
      bundle(name).start();
    } catch (BundleException e) {
      throw new AssertionError(name + " does not start.", e);
    }
  }

  /** Stops a bundle; returns when it has stopped. */
  public void stop(String name) {
    try {
      bundle(name).stop();
    } catch (BundleException e) {
      throw new AssertionError(name + " does not stop.", e);
    }
  }

  /**
   * Gives bundles new content, and class loaders, from the same jars; takes effect at once. One
   * alone is updated as it runs; several are stopped first.
   */
  public void update(Collection<String> names) {
    List<String> resting = new ArrayList<>();
    try {
      for (String name : names) {
        if (names.size() > 1 || isSingleton(bundle(name))) {
          stop(name); // a singleton's old content is in the way until the refresh
          resting.add(name);
        }
      }
      for (String name : names) {
        bundle(name).update(name.equals(PROBE) ? ProbeJar.open() : jar(name));
      }
    } catch (BundleException e) {
      throw new AssertionError("An update failed.", e);
    }
    refresh(names);
    start(resting);
  }

  private static boolean isSingleton(Bundle bundle) {
    return bundle.getHeaders().get(Constants.BUNDLE_SYMBOLICNAME).contains("singleton:=true");
  }

  private InputStream jar(String name) {
    try {
      return Shipped.jar(addresses.get(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wires bundles anew, and all that hang on them. */
  public void refresh(Collection<String> names) {
    List<Bundle> bundles = new ArrayList<>();
    names.forEach(name -> bundles.add(bundle(name)));
    refreshBundles(bundles);
  }

  /** Takes a bundle away for good, its class loader included; what hangs on it cannot resolve. */
  public void uninstall(String name) {
    Bundle bundle = bundle(name);
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new AssertionError(name + " cannot be uninstalled.", e);
    }
    refreshBundles(List.of(bundle));
  }

  /** Brings back what was uninstalled and starts whatever is not active. */
  public void reinstall(String name) {
    try {
      install(addresses.get(name));
      start(all());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BundleException e) {
      throw new AssertionError(name + " cannot be installed again.", e);
    }
  }

  private void refreshBundles(List<Bundle> bundles) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            bundles,
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.complete(null);
              }
            });
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The refresh does not end.", e);
    }
  }

  /** Stops the framework with all its bundles. */
  @Override
  public void close() {
    try {
      framework.stop();
      FrameworkEvent end = framework.waitForStop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        throw new AssertionError("The framework does not stop.");
      }
    } catch (BundleException e) {
      throw new AssertionError("The framework cannot be stopped.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
