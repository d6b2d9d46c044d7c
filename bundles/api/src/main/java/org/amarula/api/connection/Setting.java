package org.amarula.api.connection;

import java.net.URI;
import java.util.Set;
import java.util.function.Predicate;

/** Each setting's key, default, test and what the test expects, in words. */
enum Setting {
  URL("url", "wss://web.whatsapp.com/ws/chat", Setting::isWebSocket, "a ws or wss URL"),
  ROOT_PUBLIC_KEY(
      "root.public.key",
      "142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b",
      value -> value.matches("[0-9a-fA-F]{64}"),
      "32 bytes as 64 hexadecimal digits"),
  WEB_VERSION(
      "web.version",
      "2.3000.1045649367",
      value -> value.matches("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,10}"),
      "three numbers with dots between them"),
  DEVICE_NAME(
      "device.name",
      "Amarula",
      value -> value.matches("[^\\p{Cntrl}]{1,60}"),
      "1 to 60 characters"),
  DEVICE_PLATFORM(
      "device.platform",
      "CHROME",
      Setting::isPlatform,
      "one of CHROME, FIREFOX, IE, OPERA, SAFARI, EDGE, DESKTOP, UWP"),
  MARK_ONLINE("mark.online", "false", Setting::isFlag, "true or false"),
  CONNECT("connect", "true", Setting::isFlag, "true or false"),
  CONNECT_TIMEOUT("connect.timeout.seconds", "20", 1, 600),
  QUERY_TIMEOUT("query.timeout.seconds", "60", 1, 600),
  ACK_TIMEOUT("ack.timeout.seconds", "30", 1, 600),
  KEEPALIVE_INTERVAL("keepalive.interval.seconds", "30", 1, 600),
  BACKOFF_INITIAL("backoff.initial.millis", "2000", 1, 3_600_000),
  BACKOFF_MAX("backoff.max.seconds", "300", 1, 86_400),
  RESTART_MAX("restart.max", "3", 0, 1000),
  RESTART_WITHIN("restart.within.seconds", "5", 1, 86_400),
  SENDER_IDLE("sender.idle.seconds", "30", 1, 86_400),
  CUSTODIAN_IDLE("custodian.idle.seconds", "30", 1, 86_400),
  RETRY_CACHE_MAX_AGE("retry.cache.max.age.hours", "168", 1, 8760),
  RETRY_CACHE_MAX_ENTRIES("retry.cache.max.entries", "1000", 1, 1_000_000),
  IDENTITY_POLICY(
      "identity.policy",
      "trust",
      value -> value.equals("trust") || value.equals("strict"),
      "trust or strict"),
  MISSED_DEVICES(
      "missed.devices",
      "invalidate",
      value -> value.equals("invalidate") || value.equals("resend"),
      "invalidate or resend"),
  HISTORY_SYNC(
      "history.sync",
      "recent",
      value -> value.equals("off") || value.equals("recent") || value.equals("full"),
      "off, recent or full"),
  TLS_CERTIFICATE("tls.certificate", "", value -> true, "the path of a PEM file"),
  MEDIA_CERTIFICATE("media.certificate", "", value -> true, "the path of a PEM file"),
  MEDIA_HOST_OVERRIDE(
      "media.host.override",
      "",
      value -> value.isEmpty() || value.matches("(localhost|127(\\.[0-9]{1,3}){3})(:[0-9]{1,5})?"),
      "a loopback host, with a port or without");

  private static final Set<String> PLATFORMS =
      Set.of("CHROME", "FIREFOX", "IE", "OPERA", "SAFARI", "EDGE", "DESKTOP", "UWP");

  private final String key;
  private final String standard;
  private final Predicate<String> test;
  private final String expected;

  Setting(String key, String standard, Predicate<String> test, String expected) {
    this.key = key;
    this.standard = standard;
    this.test = test;
    this.expected = expected;
  }

  Setting(String key, String standard, long least, long most) {
    this(
        key,
        standard,
        value -> isNumber(value, least, most),
        "a whole number from " + least + " to " + most);
  }

  static Setting of(String key) {
    Setting setting = find(key);
    if (setting == null) {
      throw new IllegalArgumentException("No setting '" + key + "'.");
    }
    return setting;
  }

  static Setting find(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }

  String key() {
    return key;
  }

  String standard() {
    return standard;
  }

  boolean accepts(String value) {
    return test.test(value);
  }

  String expected() {
    return expected;
  }

  private static boolean isPlatform(String value) {
    return PLATFORMS.contains(value);
  }

  private static boolean isFlag(String value) {
    return value.equals("true") || value.equals("false");
  }

  private static boolean isNumber(String value, long least, long most) {
    if (!value.matches("[0-9]{1,18}")) {
      return false;
    }
    long number = Long.parseLong(value);
    return number >= least && number <= most;
  }

  private static boolean isWebSocket(String value) {
    try {
      URI uri = URI.create(value);
      boolean scheme = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
      return scheme && uri.getHost() != null && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false; // the caller says what was expected
    }
  }
}
