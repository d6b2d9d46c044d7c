package org.amarula.codec;

import java.util.Optional;
import org.amarula.api.jid.Jid;

/** Which of the wire's four forms an address takes, spec/transport.md 5.4. */
final class JidForm {
  private JidForm() {}

  /** The domain byte when {@code jid} travels as AD_JID, else -1. */
  static int domain(Jid jid) {
    switch (jid.server()) {
      case Jid.PN:
        int domain = agentDomain(jid.agent());
        return jid.device() == 0 && domain == Wire.DOMAIN_PN ? -1 : domain;
      case Jid.LID:
        return jid.device() == 0 ? -1 : Wire.DOMAIN_LID;
      case Jid.HOSTED:
        return Wire.DOMAIN_HOSTED; // D-12: without a device too
      case Jid.HOSTED_LID:
        return Wire.DOMAIN_HOSTED_LID;
      default:
        return -1;
    }
  }

  // A phone number's agent is the domain byte itself, unless that byte would name another server.
  private static int agentDomain(int agent) {
    boolean taken =
        agent == Wire.DOMAIN_LID || agent == Wire.DOMAIN_HOSTED || agent == Wire.DOMAIN_HOSTED_LID;
    return taken ? Wire.DOMAIN_PN : agent;
  }

  /** The server that a domain byte names; every unknown one is a phone number's. */
  static String server(int domain) {
    switch (domain) {
      case Wire.DOMAIN_LID:
        return Jid.LID;
      case Wire.DOMAIN_HOSTED:
        return Jid.HOSTED;
      case Wire.DOMAIN_HOSTED_LID:
        return Jid.HOSTED_LID;
      default:
        return Jid.PN;
    }
  }

  /** The dash of {@code integrator-user@interop}, or -1 when {@code jid} is nothing like it. */
  static int integratorEnd(Jid jid) {
    if (!jid.server().equals(Jid.INTEROP)) {
      return -1;
    }
    String user = jid.user();
    int value = 0;
    for (int i = 0; i < user.length() && i <= 5; i++) {
      int digit = user.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        // A leading zero would not come back: 07-x is no integrator 7.
        boolean whole = user.charAt(i) == '-' && (i == 1 || i > 1 && user.charAt(0) != '0');
        return whole && value <= 0xFFFF ? i : -1;
      }
      value = 10 * value + digit;
    }
    return -1;
  }

  /** The address of decoded parts, or nothing when they make none. */
  static Optional<Jid> jid(String user, int agent, int device, String server) {
    if (isPlain(user) && server.indexOf('@') < 0) {
      return Optional.of(new Jid(user, agent, device, server));
    }
    // A device or an agent may hide in the user part: read it as the text form would be.
    String devicePart = device == 0 ? "" : ":" + device;
    return Jid.tryParse(user + devicePart + "@" + server);
  }

  private static boolean isPlain(String user) {
    for (int i = 0; i < user.length(); i++) {
      char character = user.charAt(i);
      if (character == '@' || character == ':' || character == '_' || character == '.') {
        return false;
      }
    }
    return true;
  }
}
