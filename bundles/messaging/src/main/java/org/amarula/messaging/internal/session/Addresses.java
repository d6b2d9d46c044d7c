package org.amarula.messaging.internal.session;

import org.amarula.api.jid.Jid;
import org.amarula.crypto.signal.SignalAddress;
import org.amarula.messaging.internal.stanza.Accounts;

/** Devices as keys of tables, spec/signal.md 4. */
public final class Addresses {
  private Addresses() {}

  /** The key of one device. */
  public static String key(Jid device) {
    return new SignalAddress(device.user(), domain(device.server()), device.device()).text();
  }

  /** What the keys of all devices of one user begin with, hosted ones apart. */
  public static String prefix(Jid user) {
    String key = key(user.withDevice(0));
    return key.substring(0, key.length() - 1);
  }

  /** The device of a key. */
  public static Jid device(String key) {
    SignalAddress address = SignalAddress.parse(key);
    return Jid.of(address.user(), address.device(), server(address.domain()));
  }

  private static int domain(String server) {
    return switch (server) {
      case Jid.PN -> 0;
      case Jid.LID -> 1;
      case Accounts.HOSTED -> 128;
      case Accounts.HOSTED_LID -> 129;
      default -> throw new IllegalArgumentException("No person is on server " + server + ".");
    };
  }

  private static String server(int domain) {
    return switch (domain) {
      case 0 -> Jid.PN;
      case 1 -> Jid.LID;
      case 128 -> Accounts.HOSTED;
      case 129 -> Accounts.HOSTED_LID;
      default -> throw new IllegalArgumentException("No server has the domain " + domain + ".");
    };
  }
}
