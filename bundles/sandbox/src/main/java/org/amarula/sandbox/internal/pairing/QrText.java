package org.amarula.sandbox.internal.pairing;

import java.util.Base64;
import org.amarula.api.Bytes;

/**
 * The text of a QR code: {@code URL#REF,NOISE,IDENTITY,ADV,PLATFORM} (spec transport.md 7.2), or
 * from older clients {@code REF,NOISE,IDENTITY,ADV} alone.
 *
 * @param ref names the connection
 * @param noiseKey the connection's static key
 * @param identity the companion's identity key
 * @param advSecret authenticates the phone's answer
 */
record QrText(String ref, Bytes noiseKey, Bytes identity, Bytes advSecret) {

  /** Reads a QR text; {@link IllegalArgumentException} when it is none. */
  static QrText parse(String text) {
    int link = text.indexOf('#') + 1;
    String[] parts = text.substring(link).trim().split(",", -1);
    if (parts.length < (link > 0 ? 5 : 4) || parts[0].isEmpty()) {
      throw new IllegalArgumentException("A QR text has five parts after the '#', or four alone.");
    }
    return new QrText(parts[0], key(parts[1]), key(parts[2]), key(parts[3]));
  }

  private static Bytes key(String part) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("A key of the QR text is no Base64.", e);
    }
    if (key.length != 32) {
      throw new IllegalArgumentException("A key of the QR text has not 32 bytes.");
    }
    return Bytes.wrap(key);
  }

  @Override
  public String toString() {
    return "QrText[hidden]";
  }
}
