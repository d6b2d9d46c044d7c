package org.amarula.api.jid;

import java.util.Objects;
import java.util.Optional;

/**
 * An address of a user, one of a user's devices, a group or a service ({@code spec/transport.md}
 * 5): {@code user[:device]@server}. A phone number's address (PN) and the hidden id (LID) of the
 * same person are different values; only a mapping unites them.
 *
 * @param user the part before {@code :} and {@code @}; empty for the server itself
 * @param agent the agent number, 0 when there is none; never printed
 * @param device 0 for the phone, which is never printed
 * @param server for instance {@link #PN}
 */
public record Jid(String user, int agent, int device, String server) {
  /** Users by phone number. */
  public static final String PN = "s.whatsapp.net";

  /** Users by hidden id. */
  public static final String LID = "lid";

  /** Groups. */
  public static final String GROUP = "g.us";

  /** Broadcast lists and status. */
  public static final String BROADCAST = "broadcast";

  /** Channels. */
  public static final String NEWSLETTER = "newsletter";

  /** The call server. */
  public static final String CALL = "call";

  /** Automatic users. */
  public static final String BOT = "bot";

  /** Business-hosted devices of users by phone number. */
  public static final String HOSTED = "hosted";

  /** Business-hosted devices of users by hidden id. */
  public static final String HOSTED_LID = "hosted.lid";

  /** Users of the Messenger bridge. */
  public static final String MESSENGER = "msgr";

  /** Users of other messengers; the user part reads {@code integrator-user}. */
  public static final String INTEROP = "interop";

  /** The old spelling of {@link #PN}. */
  public static final String LEGACY_PN = "c.us";

  /** The chat server itself. */
  public static final Jid SERVER = new Jid("", 0, 0, PN);

  /** Everybody's status. */
  public static final Jid STATUS = new Jid("status", 0, 0, BROADCAST);

  /**
   * Refuses with {@link IllegalArgumentException} a device or agent out of range, and parts that
   * the text form could not tell apart.
   */
  public Jid {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(server, "server");
    if (device < 0 || device > JidText.mostDevices(server) || agent < 0 || agent > 255) {
      throw new IllegalArgumentException("Device or agent of an address is out of range.");
    }
    if (server.isEmpty() || server.indexOf('@') >= 0 || !JidText.isUser(user, server)) {
      throw new IllegalArgumentException("An address is user[:device]@server, each part once.");
    }
  }

  /** The phone of the user {@code user} on {@code server}. */
  public static Jid of(String user, String server) {
    return new Jid(user, 0, 0, server);
  }

  /** One device of a user. */
  public static Jid of(String user, int device, String server) {
    return new Jid(user, 0, device, server);
  }

  /** The user with this phone number; a leading plus and everything but digits is left out. */
  public static Jid ofPhone(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    if (digits.isEmpty()) {
      throw new IllegalArgumentException("A phone number needs digits.");
    }
    return of(digits, PN);
  }

  /** Parses the text form; {@link IllegalArgumentException} when it is none. */
  public static Jid parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("Not an address: user[:device]@server."));
  }

  /** Parses the text form, or nothing when {@code text} is none (spec/transport.md 5.2). */
  public static Optional<Jid> tryParse(String text) {
    return JidText.parse(text);
  }

  /** The user: without device and agent, {@code c.us} read as PN (spec/transport.md 5.3). */
  public Jid toUser() {
    String spelling = server.equals(LEGACY_PN) ? PN : server;
    return device == 0 && agent == 0 && spelling.equals(server) ? this : of(user, spelling);
  }

  /** The account: like {@link #toUser}, and a hosted device's is that of the user it serves. */
  public Jid toAccount() {
    if (server.equals(HOSTED)) {
      return of(user, PN);
    }
    return server.equals(HOSTED_LID) ? of(user, LID) : toUser();
  }

  /** Another device of the same user. */
  public Jid withDevice(int other) {
    return other == device ? this : new Jid(user, agent, other, server);
  }

  /** Whether this is a user by phone number. */
  public boolean isPn() {
    return server.equals(PN) && !user.isEmpty();
  }

  /** Whether this is a user by hidden id. */
  public boolean isLid() {
    return server.equals(LID);
  }

  /** Whether this is a group. */
  public boolean isGroup() {
    return server.equals(GROUP);
  }

  /** Whether this is a broadcast list or status. */
  public boolean isBroadcast() {
    return server.equals(BROADCAST);
  }

  /** Whether this is everybody's status. */
  public boolean isStatus() {
    return server.equals(BROADCAST) && user.equals("status");
  }

  /** Whether this is a channel. */
  public boolean isNewsletter() {
    return server.equals(NEWSLETTER);
  }

  /** Whether this is on a business-hosted device, of either kind of user. */
  public boolean isHosted() {
    return server.equals(HOSTED) || server.equals(HOSTED_LID);
  }

  /** Whether this is an automatic user, by server or by one of the numbers kept for them. */
  public boolean isBot() {
    return server.equals(BOT) || (isPn() || server.equals(LEGACY_PN)) && JidText.isBotNumber(user);
  }

  /** Whether the server is one that the protocol knows (spec/transport.md 5.1). */
  public boolean isOnKnownServer() {
    return JidText.isKnownServer(server);
  }

  /**
   * Whether both name the same account on the same kind of address; the device is left out. Never
   * true of a phone number and a hidden id.
   */
  public boolean sameUser(Jid other) {
    return toAccount().equals(other.toAccount());
  }

  /** The text form with all but the last two characters of the user hidden, for logs. */
  public String redacted() {
    String shown = user.length() <= 2 ? "" : user.substring(user.length() - 2);
    return "…" + shown + (device == 0 ? "" : ":" + device) + "@" + server;
  }

  /** The text form, {@code user[:device]@server}. */
  @Override
  public String toString() {
    return device == 0 ? user + "@" + server : user + ":" + device + "@" + server;
  }
}
