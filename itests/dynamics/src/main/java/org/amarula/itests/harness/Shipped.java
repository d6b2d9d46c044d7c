package org.amarula.itests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.amarula.launcher.FeatureFile;

/** The bundles that the launcher's jar carries, by the feature file that it carries. */
final class Shipped {
  private Shipped() {}

  /** The addresses of these features' bundles, in the order in which the launcher starts them. */
  static List<String> addresses(List<String> features) {
    FeatureFile file = new FeatureFile();
    try {
      for (String name : List.of("runtime.xml", "features.xml")) {
        try (InputStream xml = resource(name)) {
          file.add(xml);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.bundles(features);
  }

  /** The jar of an address. */
  static InputStream jar(String address) throws IOException {
    return resource(FeatureFile.resource(address));
  }

  /** The version under which the class path's slf4j is lent to the bundles. */
  static String slf4jVersion() throws IOException {
    Properties versions = new Properties();
    try (InputStream file = resource("launcher.properties")) {
      versions.load(file);
    }
    return versions.getProperty("slf4j.version");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = FeatureFile.class.getClassLoader().getResourceAsStream(name);
    if (resource == null) {
      throw new IOException("The launcher's jar lacks " + name + ": package it first.");
    }
    return resource;
  }
}
