package org.amarula.api.event;

import java.util.Locale;

/** Why a code for pairing by phone number is of no use any more. */
public enum PairingCodeEnd {
  /** Nobody typed it within three minutes. */
  EXPIRED("Nobody typed the code in time; ask for a new one."),
  /** The phone answered, but the pairing did not follow; nobody but the phone knows why. */
  UNFINISHED(
      "The phone did not finish; perhaps a wrong code was typed. Look at the phone, then ask for a"
          + " new code."),
  /** What the phone or the server answered is not acceptable, or came too often. */
  REFUSED("The answer to the code was refused; ask for a new one."),
  /** The server wants it renewed, and by a person. */
  RENEWAL_WANTED("The server wants a new code; ask for one."),
  /** The server wanted it renewed and gave no new one. */
  NOT_RENEWED("The server gave no new code for an old one; ask for one later."),
  /** Another code was asked for. */
  REPLACED("Another code was asked for."),
  /** The connection ended; a code dies with it. */
  DISCONNECTED("The connection ended, and the code with it; ask for a new one.");

  private final String text;

  PairingCodeEnd(String text) {
    this.text = text;
  }

  /** A short name for programs, for instance {@code not-renewed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people: what happened and what to do. */
  public String text() {
    return text;
  }
}
