package org.amarula.crypto.pairing;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The eight characters that a user types on the phone instead of scanning (transport.md 8.1).
 * Immutable. A secret: {@link #toString} hides it.
 */
public final class LinkCode {
  private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
  private static final int BYTES = 5;
  private static final int CHARACTERS = 8;

  private final String text;

  private LinkCode(String text) {
    this.text = text;
  }

  /** A fresh code. */
  public static LinkCode random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return of(bytes);
  }

  /** The code of five bytes: five bits a character, from the most significant one. */
  public static LinkCode of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A link code is made of five bytes.");
    }
    long bits = 0;
    for (byte value : bytes) {
      bits = bits << 8 | value & 0xFF;
    }
    StringBuilder text = new StringBuilder(CHARACTERS);
    for (int shift = 5 * (CHARACTERS - 1); shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) (bits >>> shift) & 0x1F));
    }
    return new LinkCode(text.toString());
  }

  /**
   * The code that a person typed; case and hyphen do not matter.
   *
   * @throws IllegalArgumentException when it is not eight characters of the alphabet
   */
  public static LinkCode parse(String typed) {
    String text = typed.replace("-", "").toUpperCase(Locale.ROOT);
    if (text.length() != CHARACTERS || text.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)) {
      throw new IllegalArgumentException(
          "A link code has eight characters, digits 1-9 and letters but no I, O and U.");
    }
    return new LinkCode(text);
  }

  /** The eight characters, as the key derivation takes them. */
  public String text() {
    return text;
  }

  /** The form to show: {@code XXXX-XXXX}. */
  public String display() {
    return text.substring(0, 4) + "-" + text.substring(4);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkCode code && code.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "LinkCode[hidden]";
  }
}
