package org.amarula.supervision.internal.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.connection.ConnectionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The metatype, as the bundle carries it, and the settings are written apart and must agree. */
class AccountConfigurationTest {
  private static final String FILE =
      "/OSGI-INF/metatype/" + AccountConfiguration.class.getName() + ".xml";

  @Test
  void theMetatypeHasEverySettingWithItsDefault() throws Exception {
    Map<String, String> settings = new TreeMap<>(ConnectionSettings.of("alice").toMap());
    settings.remove("profile");
    Map<String, String> shown = new TreeMap<>();
    for (Element attribute : attributes()) {
      shown.put(attribute.getAttribute("id"), attribute.getAttribute("default"));
    }

    assertThat(shown.remove("profile")).as("has no default").isEmpty();
    assertThat(shown).isEqualTo(settings).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void theBoundsOfTheMetatypeAreThoseOfTheSettings(String key, long min, long max) {
    ConnectionSettings settings = ConnectionSettings.of("alice");

    assertThat(settings.with(key, String.valueOf(min)).toMap()).containsEntry(key, "" + min);
    assertThat(settings.with(key, String.valueOf(max)).toMap()).containsEntry(key, "" + max);
    assertThatThrownBy(() -> settings.with(key, String.valueOf(max + 1)))
        .isInstanceOf(InvalidSettingsException.class);
    assertThatThrownBy(() -> settings.with(key, String.valueOf(min - 1)))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void everyChoiceOfTheMetatypeIsAccepted(String key, String value) {
    assertThat(ConnectionSettings.of("alice").with(key, value).toMap()).containsEntry(key, value);
  }

  static Stream<Object[]> numbers() throws Exception {
    List<Object[]> numbers = new ArrayList<>();
    for (Element attribute : attributes()) {
      if (attribute.getAttribute("type").equals("Integer")) {
        numbers.add(
            new Object[] {
              attribute.getAttribute("id"),
              Long.parseLong(attribute.getAttribute("min")),
              Long.parseLong(attribute.getAttribute("max"))
            });
      }
    }
    return numbers.stream();
  }

  static Stream<Object[]> choices() throws Exception {
    List<Object[]> choices = new ArrayList<>();
    for (Element attribute : attributes()) {
      for (Element option : elements(attribute.getElementsByTagName("Option"))) {
        choices.add(new Object[] {attribute.getAttribute("id"), option.getAttribute("value")});
      }
    }
    return choices.stream();
  }

  private static List<Element> attributes() throws Exception {
    try (InputStream file = AccountConfiguration.class.getResourceAsStream(FILE)) {
      assertThat(file).as(FILE).isNotNull();
      return elements(
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(file)
              .getElementsByTagName("AD"));
    }
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
