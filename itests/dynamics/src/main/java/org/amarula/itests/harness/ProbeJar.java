package org.amarula.itests.harness;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a bundle of the classes of the probe's package. */
final class ProbeJar {
  private static final String PACKAGE = "org/amarula/itests/probe/";
  private static final String[] CLASSES = {
    "ProbeActivator", "ProbeAccounts", "ProbeCommands", "ProbeCommands$Use", "ProbeListener"
  };

  private ProbeJar() {}

  static InputStream open() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
      for (String name : CLASSES) {
        String path = PACKAGE + name + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream content = ProbeJar.class.getClassLoader().getResourceAsStream(path)) {
          if (content == null) {
            throw new IOException("No class " + path + ".");
          }
          content.transferTo(jar);
        }
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "org.amarula.itests.probe");
    main.putValue("Bundle-Version", "1.0.0");
    main.putValue("Bundle-Activator", "org.amarula.itests.probe.ProbeActivator");
    main.putValue(
        "Import-Package",
        "org.osgi.framework,org.osgi.service.cm,org.amarula.api,org.amarula.api.connection,"
            + "org.amarula.api.content,org.amarula.api.event,org.amarula.api.jid,org.amarula.api.send,"
            + "org.amarula.api.state");
    return manifest;
  }
}
