package org.amarula.messaging.internal.stanza;

import java.util.regex.Pattern;
import org.amarula.api.jid.Jid;

/** The account behind an address. */
public final class Accounts {
  /** Business-hosted devices by phone number. */
  public static final String HOSTED = "hosted";

  /** Business-hosted devices by hidden id. */
  public static final String HOSTED_LID = "hosted.lid";

  private static final Pattern USER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private Accounts() {}

  /**
   * The account: hosted servers are those of phone numbers and hidden ids (spec/transport.md 5.3).
   */
  public static Jid of(Jid jid) {
    return switch (jid.server()) {
      case HOSTED -> Jid.of(jid.user(), Jid.PN);
      case HOSTED_LID -> Jid.of(jid.user(), Jid.LID);
      default -> jid.toUser();
    };
  }

  /** Whether this names a person's account or device, with a user part that can be a key. */
  public static boolean isPerson(Jid jid) {
    Jid account = of(jid);
    return (account.isPn() || account.isLid()) && USER.matcher(jid.user()).matches();
  }

  /** The same device of the same person under another name; hosted stays hosted. */
  public static Jid deviceOf(Jid account, Jid device) {
    boolean hosted = device.server().equals(HOSTED) || device.server().equals(HOSTED_LID);
    String server = account.server();
    if (hosted) {
      server = account.isLid() ? HOSTED_LID : HOSTED;
    }
    return Jid.of(account.user(), device.device(), server);
  }
}
