package org.amarula.api.connection;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.Profile;

/** Checked values by key; absent ones are the defaults. */
final class SettingValues {
  // Literals only: a name such as 127.example.org may lead anywhere.
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|\\[::1]|127(\\.[0-9]{1,3}){3}");

  private final Map<String, String> given;

  private SettingValues(Map<String, String> given) {
    this.given = given;
  }

  static SettingValues parse(Map<String, String> settings) {
    Map<String, String> given = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          if (!isForeign(key) && !key.equals("profile")) {
            given.put(key, checked(key, value));
          }
        });
    SettingValues values = new SettingValues(Map.copyOf(given));
    for (String key : List.of("tls.certificate", "media.certificate", "media.host.override")) {
      values.requireLoopback(key);
    }
    return values;
  }

  SettingValues with(String key, String value) {
    Map<String, String> changed = new HashMap<>(given);
    changed.put(key, value);
    return parse(changed);
  }

  String text(String key) {
    return given.getOrDefault(key, Setting.of(key).standard());
  }

  long number(String key) {
    return Long.parseLong(text(key));
  }

  Duration seconds(String key) {
    return Duration.ofSeconds(number(key));
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  URI uri(String key) {
    return URI.create(text(key));
  }

  Map<String, String> toMap(Profile profile) {
    Map<String, String> all = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      all.put(setting.key(), text(setting.key()));
    }
    all.put("profile", profile.name());
    return all;
  }

  // The framework's own keys, as ConfigAdmin and DS add them, and private ones.
  private static boolean isForeign(String key) {
    return key.startsWith("service.")
        || key.startsWith("component.")
        || key.startsWith("felix.")
        || key.startsWith("osgi.ds.")
        || key.startsWith(".");
  }

  private static String checked(String key, String value) {
    Setting setting = Setting.find(key);
    if (setting == null) {
      throw new InvalidSettingsException(key, value, "a known setting; this one does not exist");
    }
    if (value == null || !setting.accepts(value)) {
      throw new InvalidSettingsException(key, value, setting.expected());
    }
    return value;
  }

  /** Whether the chat server is at a loopback address. */
  boolean isLocal() {
    return LOOPBACK.matcher(uri("url").getHost()).matches();
  }

  private void requireLoopback(String key) {
    if (!text(key).isEmpty() && !isLocal()) {
      throw new InvalidSettingsException(
          key, text(key), "none, unless the url is a loopback address");
    }
  }
}
