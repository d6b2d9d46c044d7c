package org.amarula.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A plain Felix with the bundles of some features. Lives until {@link #close}. */
final class PlainFelix implements AutoCloseable {
  // One logging for the framework's bundles and the launcher: the class path's.
  private static final List<String> SLF4J =
      List.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");
  private static final long STOP_MILLIS = 20_000;

  private final Framework framework;

  private PlainFelix(Framework framework) {
    this.framework = framework;
  }

  /**
   * Starts a framework that keeps its cache, and its accounts, in {@code data}.
   *
   * @throws LaunchException when the directory cannot be written, or a bundle does not start
   */
  static PlainFelix start(Path data, List<String> features) {
    Framework framework;
    try {
      framework = new FrameworkFactory().newFramework(configuration(data));
      framework.init();
    } catch (IOException | BundleException e) {
      throw new LaunchException(
          "framework", "Nothing can be kept in the directory " + data + ".", e);
    }
    PlainFelix felix = new PlainFelix(framework);
    // An interrupt or a kill stops the accounts in order, too.
    Runtime.getRuntime().addShutdownHook(new Thread(felix::close, "amarula-shutdown"));
    try {
      felix.startBundles(addresses(features));
      return felix;
    } catch (BundleException | IOException e) {
      felix.close();
      throw new LaunchException("framework", String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, String> configuration(Path data) throws IOException {
    Properties versions = new Properties();
    try (InputStream file = resource("launcher.properties")) {
      versions.load(file);
    }
    String slf4j = ";version=" + versions.getProperty("slf4j.version");
    return Map.of(
        "amarula.data",
        data.toString(),
        Constants.FRAMEWORK_STORAGE,
        data.resolve("felix").toString(),
        Constants.FRAMEWORK_STORAGE_CLEAN,
        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        String.join(slf4j + ",", SLF4J) + slf4j);
  }

  private static List<String> addresses(List<String> features) throws IOException {
    FeatureFile file = new FeatureFile();
    for (String name : List.of("runtime.xml", "features.xml")) {
      try (InputStream xml = resource(name)) {
        file.add(xml);
      }
    }
    return file.bundles(features);
  }

  private void startBundles(List<String> addresses) throws BundleException, IOException {
    List<Bundle> installed = new ArrayList<>();
    for (String address : addresses) {
      try (InputStream jar = resource(FeatureFile.resource(address))) {
        installed.add(framework.getBundleContext().installBundle(address, jar));
      }
    }
    // In this order: the extenders of the runtime come first.
    framework.start();
    for (Bundle bundle : installed) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = PlainFelix.class.getClassLoader().getResourceAsStream(name);
    if (resource == null) {
      throw new IOException("The launcher's jar lacks " + name + ".");
    }
    return resource;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Optional<Bundle> bundle(String symbolicName) {
    for (Bundle bundle : context().getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        return Optional.of(bundle);
      }
    }
    return Optional.empty();
  }

  /** Stops everything in order; safe to call again. */
  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      throw new LaunchException("framework", "The framework did not stop.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
