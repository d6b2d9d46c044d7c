package org.amarula.storage.internal;

import java.io.File;
import java.nio.file.Path;
import org.amarula.api.InvalidSettingsException;
import org.osgi.framework.BundleContext;

/** Chooses the data directory. */
final class DataDirectory {
  private DataDirectory() {}

  /**
   * What is configured; else {@code storage} in the framework property {@code amarula.data}; else
   * {@code amarula} in {@code karaf.data}; else {@code storage} in the bundle's own data area,
   * which an uninstalled bundle loses.
   */
  static Path choose(String configured, BundleContext context) {
    if (!configured.isBlank()) {
      return Path.of(configured);
    }
    String data = context.getProperty("amarula.data");
    if (data != null && !data.isBlank()) {
      return Path.of(data, "storage");
    }
    String karafData = context.getProperty("karaf.data");
    if (karafData != null && !karafData.isBlank()) {
      return Path.of(karafData, "amarula");
    }
    File own = context.getDataFile("storage");
    if (own == null) {
      throw new InvalidSettingsException(
          "directory", "", "a directory, for this framework offers bundles no files");
    }
    return own.toPath();
  }
}
