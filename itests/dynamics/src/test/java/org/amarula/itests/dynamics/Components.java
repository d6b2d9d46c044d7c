package org.amarula.itests.dynamics;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What Declarative Services knows, read by reflection: its classes live inside the framework. */
final class Components {
  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";

  private Components() {}

  /** Why a component was not activated: the trace of its failure, or nothing. */
  static String failureOf(BundleContext context, String name) {
    ServiceReference<?> reference = context.getServiceReference(RUNTIME);
    Object runtime = context.getService(reference);
    try {
      Class<?> type = runtime.getClass().getClassLoader().loadClass(RUNTIME);
      Class<?> bundles = org.osgi.framework.Bundle[].class;
      Collection<?> all =
          (Collection<?>)
              type.getMethod("getComponentDescriptionDTOs", bundles)
                  .invoke(runtime, Array.newInstance(org.osgi.framework.Bundle.class, 0));
      for (Object description : all) {
        String found = (String) description.getClass().getField("name").get(description);
        if (found.endsWith("." + name)) {
          Collection<?> configurations =
              (Collection<?>)
                  type.getMethod("getComponentConfigurationDTOs", description.getClass())
                      .invoke(runtime, description);
          return failure(configurations).orElse("");
        }
      }
      throw new AssertionError("No component " + name + ".");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    } finally {
      context.ungetService(reference);
    }
  }

  private static Optional<String> failure(Collection<?> configurations)
      throws ReflectiveOperationException {
    for (Object configuration : configurations) {
      Object failure = configuration.getClass().getField("failure").get(configuration);
      if (failure != null) {
        return Optional.of(failure.toString());
      }
    }
    return Optional.empty();
  }
}
