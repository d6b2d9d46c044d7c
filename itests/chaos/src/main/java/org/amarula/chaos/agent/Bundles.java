package org.amarula.chaos.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Restarts, updates and refreshes our bundles in turn, each once before any twice. To be driven by
 * one thread.
 */
final class Bundles {
  private static final List<String> OURS =
      List.of("codec", "crypto", "connection", "messaging", "storage", "supervision");
  private static final long PATIENCE_SECONDS = 60;
  private static final String UPDATER = "(chaos.update=true)";

  private final BundleContext context;
  private final Random random;
  private final List<String> next = new ArrayList<>();
  private int turn;

  Bundles(BundleContext context, Random random) {
    this.context = context;
    this.random = random;
    this.turn = random.nextInt(3);
  }

  /**
   * Stops and starts the next one, gives it new content from its jar, or wires it anew with all
   * that hang on it; tells which.
   */
  String restart() throws BundleException, InterruptedException, InvalidSyntaxException {
    if (next.isEmpty()) {
      next.addAll(OURS);
      Collections.shuffle(next, random);
    }
    String name = next.remove(next.size() - 1);
    Bundle bundle = find("org.amarula." + name);
    switch (turn++ % 3) {
      case 0:
        refresh(bundle);
        return name + " refreshed";
      case 1:
        update(bundle.getSymbolicName());
        return name + " updated";
      default:
        bundle.stop();
        bundle.start();
        return name + " restarted";
    }
  }

  // Only the process outside knows where the jars are.
  @SuppressWarnings("rawtypes")
  private void update(String name) throws InvalidSyntaxException {
    ServiceReference<Consumer> reference =
        context.getServiceReferences(Consumer.class, UPDATER).iterator().next();
    @SuppressWarnings("unchecked")
    Consumer<String> updater = context.getService(reference);
    updater.accept(name);
    context.ungetService(reference);
  }

  private void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
              }
            });
    if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The refresh of " + bundle + " does not end.");
    }
  }

  private Bundle find(String symbolicName) {
    for (Bundle bundle : context.getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new IllegalStateException("There is no bundle " + symbolicName + ".");
  }
}
