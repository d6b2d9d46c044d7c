package org.amarula.benchmarks.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** A Felix with the product's bundles, as they lie in the launcher's jar, and the probe. */
final class EmbeddedFelix implements AutoCloseable {
  private static final String BUNDLES = "bundles/";
  private static final Pattern EXTENDERS = Pattern.compile(".*/(asm[-a-z]*|.*spifly.*)/.*");
  private static final Pattern NOT_NEEDED =
      Pattern.compile(
          ".*/(shell|sandbox|core|gson|jetty-server|.*gogo.*|jetty-websocket-.*-server)/.*");
  private static final long STOP_MILLIS = 30_000;

  private final Framework framework;

  private EmbeddedFelix(Framework framework) {
    this.framework = framework;
  }

  static EmbeddedFelix start(Path data) throws BundleException, IOException {
    String slf4j = ";version=2.0.17";
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "amarula.data",
                    data.toString(),
                    Constants.FRAMEWORK_STORAGE,
                    data.resolve("felix").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "org.slf4j"
                        + slf4j
                        + ",org.slf4j.event"
                        + slf4j
                        + ",org.slf4j.helpers"
                        + slf4j
                        + ",org.slf4j.spi"
                        + slf4j));
    framework.start();
    EmbeddedFelix felix = new EmbeddedFelix(framework);
    felix.install();
    return felix;
  }

  private void install() throws BundleException, IOException {
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    for (String name : names()) {
      try (InputStream jar = getClass().getClassLoader().getResourceAsStream(name)) {
        bundles.add(context.installBundle(name, jar));
      }
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    context.installBundle("probe", ProbeBundle.jar()).start();
  }

  /** The extenders first, as they have to be there when others start. */
  private List<String> names() throws IOException {
    URL features = getClass().getClassLoader().getResource("runtime.xml");
    if (features == null || !(features.openConnection() instanceof JarURLConnection inJar)) {
      throw new IOException("The launcher's jar is not on the class path.");
    }
    List<String> first = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (JarFile jar =
        new JarFile(Path.of(java.net.URI.create(inJar.getJarFileURL().toString())).toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(BUNDLES) && name.endsWith(".jar"))
          .filter(name -> !NOT_NEEDED.matcher(name).matches())
          .forEach(name -> (EXTENDERS.matcher(name).matches() ? first : others).add(name));
    }
    first.addAll(others);
    return first;
  }

  /** What the probe finds out under this name. */
  @SuppressWarnings("unchecked")
  Map<String, Double> measure(String name) throws Exception {
    BundleContext context = framework.getBundleContext();
    ServiceReference<?> reference = reference(context, name);
    return ((Callable<Map<String, Double>>) context.getService(reference)).call();
  }

  private static ServiceReference<?> reference(BundleContext context, String name)
      throws InvalidSyntaxException {
    ServiceReference<?>[] all =
        context.getAllServiceReferences(Callable.class.getName(), "(name=" + name + ")");
    if (all == null) {
      throw new IllegalStateException("The probe does not offer '" + name + "'.");
    }
    return all[0];
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(STOP_MILLIS);
  }
}
