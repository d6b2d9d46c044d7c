package org.amarula.itests.dynamics;

import java.util.List;

/**
 * Symbolic names: what comes and goes in these tests, and what the framework itself consists of.
 */
final class Names {
  static final String API = "org.amarula.api";
  static final String CODEC = "org.amarula.codec";
  static final String CONNECTION = "org.amarula.connection";
  static final String MESSAGING = "org.amarula.messaging";
  static final String STORAGE = "org.amarula.storage";
  static final String SUPERVISION = "org.amarula.supervision";
  static final String PROBE = "org.amarula.itests.probe";
  static final String JETTY = "org.eclipse.jetty.util";
  static final String SQLITE = "org.xerial.sqlite-jdbc";

  /** Our bundles, one bundle of each provider, then the consumer. */
  static final List<String> COMING_AND_GOING =
      List.of(
          API,
          "org.amarula.proto",
          CODEC,
          "org.amarula.crypto",
          CONNECTION,
          MESSAGING,
          SUPERVISION,
          STORAGE,
          "org.amarula.shell",
          JETTY,
          "org.eclipse.jetty.websocket.client",
          "bcprov",
          "com.google.protobuf",
          SQLITE,
          PROBE);

  private Names() {}

  /** All that is ours or a provider's, without the runtime's own: SCR, ConfigAdmin, Gogo. */
  static List<String> renewable(List<String> all) {
    return all.stream()
        .filter(
            name ->
                COMING_AND_GOING.contains(name)
                    || name.startsWith("org.eclipse.jetty")
                    || name.startsWith("com.google")
                    || name.equals(PROBE))
        .toList();
  }
}
