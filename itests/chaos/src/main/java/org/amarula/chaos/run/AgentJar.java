package org.amarula.chaos.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes a bundle of the classes of the agent's package. */
final class AgentJar {
  private static final String PACKAGE = "org/amarula/chaos/agent/";

  private AgentJar() {}

  static InputStream open() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
      URI own = AgentJar.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path place = Path.of(own);
      if (Files.isDirectory(place)) {
        add(jar, place.resolve(PACKAGE));
      } else {
        try (FileSystem zip = FileSystems.newFileSystem(place, Map.of())) {
          add(jar, zip.getPath(PACKAGE));
        }
      }
    } catch (URISyntaxException e) {
      throw new IOException("This module's classes cannot be found.", e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void add(JarOutputStream jar, Path directory) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.list(directory)) {
      classes = files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : classes) {
      jar.putNextEntry(new JarEntry(PACKAGE + file.getFileName()));
      Files.copy(file, jar);
      jar.closeEntry();
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "org.amarula.chaos.agent");
    main.putValue("Bundle-Version", "1.0.0");
    main.putValue("Bundle-Activator", "org.amarula.chaos.agent.ChaosAgent");
    main.putValue(
        "Import-Package",
        "com.google.gson,org.osgi.framework,org.osgi.framework.wiring,org.osgi.service.cm,"
            + "org.amarula.api,org.amarula.api.connection,org.amarula.api.content,"
            + "org.amarula.api.event,org.amarula.api.instance,org.amarula.api.jid,org.amarula.api.send,"
            + "org.amarula.api.state,org.amarula.api.storage");
    return manifest;
  }
}
