package org.amarula.benchmarks.lifecycle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.amarula.benchmarks.lifecycle.probe.Probe;

/** The classes of the probe as a bundle. */
final class ProbeBundle {
  private ProbeBundle() {}

  static InputStream jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
      String folder = Probe.class.getPackageName().replace('.', '/') + "/";
      Path origin = origin();
      if (Files.isDirectory(origin)) {
        add(jar, folder, origin.resolve(folder));
      } else {
        try (FileSystem zip = FileSystems.newFileSystem(origin, Map.of())) {
          add(jar, folder, zip.getPath("/" + folder));
        }
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static Path origin() {
    return Path.of(
        java.net.URI.create(
            Probe.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static void add(JarOutputStream jar, String folder, Path classes) throws IOException {
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        jar.putNextEntry(new JarEntry(folder + file.getFileName()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "org.amarula.benchmarks.probe");
    main.putValue("Bundle-Activator", Probe.class.getName());
    main.putValue(
        "Import-Package",
        "javax.management,org.osgi.framework,org.osgi.service.component,org.amarula.api,org.amarula.api.connection");
    return manifest;
  }
}
