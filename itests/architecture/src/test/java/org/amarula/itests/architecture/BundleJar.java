package org.amarula.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One of our bundles as it was built.
 *
 * @param name the last part of its symbolic name
 * @param manifest what bnd wrote
 * @param classes what is in it
 */
record BundleJar(String name, Manifest manifest, JavaClasses classes) {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /** All of our bundles on the class path, by name. */
  static Map<String, BundleJar> all() {
    Map<String, BundleJar> found = new LinkedHashMap<>();
    try {
      ClassLoader loader = BundleJar.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
        Manifest manifest = read(url);
        String symbolic = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
        if (symbolic != null && symbolic.startsWith("org.amarula.")) {
          String name = symbolic.substring("org.amarula.".length());
          found.put(name, new BundleJar(name, manifest, classesBeside(url)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Manifest read(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new Manifest(in);
    }
  }

  private static JavaClasses classesBeside(URL manifest) throws IOException {
    String root = manifest.toString().replace("META-INF/MANIFEST.MF", "");
    return new ClassFileImporter().importUrl(new URL(root));
  }

  String topPackage() {
    return "org.amarula." + name;
  }

  /** The packages that hold classes. */
  Set<String> packages() {
    return classes.stream()
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages that others can import. */
  Set<String> exported() {
    String header = manifest.getMainAttributes().getValue("Export-Package");
    Set<String> exported = new TreeSet<>();
    if (header != null) {
      for (String clause : QUOTED.matcher(header).replaceAll("").split(",")) {
        exported.add(clause.split(";")[0].strip());
      }
    }
    return exported;
  }
}
