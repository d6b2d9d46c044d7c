package org.amarula.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The features of one or more Karaf feature files: so the launcher starts exactly the bundles that
 * Karaf installs. Confined to one thread.
 */
public final class FeatureFile {
  private final Map<String, List<String>> bundles = new LinkedHashMap<>();
  private final Map<String, List<String>> needs = new LinkedHashMap<>();

  /**
   * Adds the features of a file.
   *
   * @throws IOException when it cannot be read as a feature file
   */
  public FeatureFile add(InputStream xml) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(xml);
      String current = null;
      while (reader.hasNext()) {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        if (reader.getLocalName().equals("bundle")) {
          bundles.get(current).add(reader.getElementText().strip());
        } else if (reader.getLocalName().equals("feature")) {
          String name = reader.getAttributeValue(null, "name");
          if (name == null) {
            needs.get(current).add(reader.getElementText().strip());
          } else {
            current = name;
            bundles.put(name, new ArrayList<>());
            needs.put(name, new ArrayList<>());
          }
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException("The feature file cannot be read.", e);
    }
    return this;
  }

  /**
   * The {@code mvn:} addresses of these features' bundles, what is needed before who needs it.
   *
   * @throws IllegalStateException when a feature is unknown
   */
  public List<String> bundles(List<String> features) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    features.forEach(feature -> collect(feature, seen, found));
    return List.copyOf(found);
  }

  private void collect(String feature, Set<String> seen, Set<String> found) {
    if (!seen.add(feature)) {
      return;
    }
    if (!bundles.containsKey(feature)) {
      throw new IllegalStateException("No feature '" + feature + "'.");
    }
    needs.get(feature).forEach(need -> collect(need, seen, found));
    found.addAll(bundles.get(feature));
  }

  /** Where the bundle of a {@code mvn:} address lies in the launcher's jar. */
  public static String resource(String address) {
    String[] parts = address.substring("mvn:".length()).split("/");
    return "bundles/%s/%s/%s/%2$s-%3$s.jar"
        .formatted(parts[0].replace('.', '/'), parts[1], parts[2]);
  }
}
