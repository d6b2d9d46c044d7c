package org.amarula.crypto.signal;

/** The kinds of encrypted content; {@link #text()} is the {@code type} attribute of {@code enc}. */
public enum CiphertextType {
  /** A message in an established session. */
  MSG("msg"),
  /** A message that also carries what the receiver needs to build the session. */
  PKMSG("pkmsg"),
  /** A message to a group under a sender key. */
  SKMSG("skmsg");

  private final String text;

  CiphertextType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
