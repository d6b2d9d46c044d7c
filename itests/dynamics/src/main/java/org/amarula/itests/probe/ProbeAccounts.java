package org.amarula.itests.probe;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Declares accounts by configurations {@code org.amarula.connection~NAME}. */
final class ProbeAccounts {
  private static final String FACTORY = "org.amarula.connection";

  private final BundleContext context;

  ProbeAccounts(BundleContext context) {
    this.context = context;
  }

  /** Declares an account with these keys and values. */
  String declare(String name, List<String> settings) throws IOException {
    Dictionary<String, Object> properties = new Hashtable<>();
    for (int i = 0; i < settings.size(); i += 2) {
      properties.put(settings.get(i), settings.get(i + 1));
    }
    ServiceReference<ConfigurationAdmin> reference =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      context.getService(reference).getFactoryConfiguration(FACTORY, name, "?").update(properties);
    } finally {
      context.ungetService(reference);
    }
    return "ok";
  }

  /** Takes a declaration back. */
  String undeclare(String name) throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      context.getService(reference).getFactoryConfiguration(FACTORY, name, "?").delete();
    } finally {
      context.ungetService(reference);
    }
    return "ok";
  }
}
