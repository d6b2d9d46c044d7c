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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of our bundles as it was built.
 *
 * @param name the last part of its symbolic name
 * @param manifest what bnd wrote, or the jar plugin
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
        Optional<String> symbolic = fullName(manifest);
        if (symbolic.isPresent()) {
          String name = symbolic.get().substring("org.amarula.".length());
          found.put(name, new BundleJar(name, manifest, classesBeside(url)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  // The testing kit is a plain jar, which has the name of a module instead.
  private static Optional<String> fullName(Manifest manifest) {
    Attributes main = manifest.getMainAttributes();
    return Stream.of("Bundle-SymbolicName", "Automatic-Module-Name")
        .map(main::getValue)
        .filter(name -> name != null && name.startsWith("org.amarula."))
        .findFirst();
  }

  boolean isBundle() {
    return manifest.getMainAttributes().getValue("Bundle-SymbolicName") != null;
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
