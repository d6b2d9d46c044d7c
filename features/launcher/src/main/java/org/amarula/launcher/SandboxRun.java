package org.amarula.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.osgi.framework.Bundle;

/** The server's own main class, run from its bundle. */
final class SandboxRun {
  private static final String BUNDLE = "org.amarula.sandbox";

  private SandboxRun() {}

  /** Returns when the server has ended, which it does with standard input. */
  static void untilInputEnds(PlainFelix felix, List<String> options) {
    Bundle bundle =
        felix
            .bundle(BUNDLE)
            .orElseThrow(() -> new LaunchException("framework", "No " + BUNDLE + ".", null));
    try {
      bundle
          .loadClass("org.amarula.sandbox.SandboxMain")
          .getMethod("main", String[].class)
          .invoke(null, (Object) options.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw new LaunchException("sandbox", String.valueOf(e.getCause().getMessage()), e);
    } catch (ReflectiveOperationException e) {
      throw new LaunchException("sandbox", "The server has no main class.", e);
    }
  }
}
