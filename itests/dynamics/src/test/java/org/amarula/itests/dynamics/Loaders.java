package org.amarula.itests.dynamics;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Class loaders that are to be collected, held weakly. Confined to one thread. */
final class Loaders {
  private static final long PATIENCE_SECONDS = 20;
  private static final long LOOK_MILLIS = 200;

  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final List<Loader> awaited = new ArrayList<>();
  private long seen;

  /** Remembers the loader that a bundle has now. */
  void remember(String label, Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring != null && wiring.getClassLoader() != null) {
      awaited.add(
          new Loader(label + " " + bundle.getSymbolicName(), wiring.getClassLoader(), collected));
      seen++;
    }
  }

  /** How many were remembered in all. */
  long seen() {
    return seen;
  }

  /** The labels of those that are still there after the garbage was collected. */
  List<String> left() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    collect();
    while (!awaited.isEmpty() && System.nanoTime() < deadline) {
      collect();
    }
    return awaited.stream().map(Loader::label).toList();
  }

  private void collect() {
    System.gc();
    try {
      Object gone = collected.remove(LOOK_MILLIS);
      while (gone != null) {
        awaited.remove(gone);
        gone = collected.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** One loader. */
  private static final class Loader extends WeakReference<ClassLoader> {
    private final String label;

    Loader(String label, ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
